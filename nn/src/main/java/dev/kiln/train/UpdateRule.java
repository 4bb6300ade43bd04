package dev.kiln.train;

import dev.kiln.tensor.Tensor;
import java.util.List;

/**
 * How one parameter changes by its gradient. A rule keeps tensors of the parameter's shape and
 * dtype between steps, which begin as zeros. {@link UpdateRules} has the usual ones.
 */
public interface UpdateRule {
  /** What the rule keeps of each parameter, such as {@code velocity}; these name saved state. */
  List<String> slots();

  /**
   * One step.
   *
   * @param slots what is kept, in the order of {@link #slots()}
   * @param step how many steps this one is, from 1
   */
  Update update(Tensor parameter, Tensor gradient, List<Tensor> slots, double rate, long step);

  /** The same step as a loop that changes arrays in place; null if the rule has none. */
  default UpdateLoop loop() {
    return null;
  }

  /** The parameter after a step, and what is kept for the next one. */
  record Update(Tensor parameter, List<Tensor> slots) {
    /** Keeps a copy of the list. */
    public Update {
      slots = List.copyOf(slots);
    }

    static Update of(Tensor parameter, Tensor... slots) {
      return new Update(parameter, List.of(slots));
    }
  }

  /** What a rule computes; {@link #of} adds the names of what it keeps. */
  @FunctionalInterface
  interface Formula {
    /** See {@link UpdateRule#update}. */
    Update update(Tensor parameter, Tensor gradient, List<Tensor> slots, double rate, long step);
  }

  /** A rule with the given slots. */
  static UpdateRule of(List<String> slots, Formula formula) {
    return of(slots, formula, null);
  }

  /** A rule with the given slots, and with a loop that has the same bits for float32. */
  static UpdateRule of(List<String> slots, Formula formula, UpdateLoop loop) {
    List<String> names = List.copyOf(slots);
    return new UpdateRule() {
      @Override
      public List<String> slots() {
        return names;
      }

      @Override
      public Update update(
          Tensor parameter, Tensor gradient, List<Tensor> kept, double rate, long step) {
        return formula.update(parameter, gradient, kept, rate, step);
      }

      @Override
      public UpdateLoop loop() {
        return loop;
      }
    };
  }
}
