package dev.kiln.processor.frontend.type;

import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.model.InstanceNames;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Equations of the sizes of nested models, which code sets up while a method is lowered. Code that
 * needs two sizes to be equal, one of which has the name of a nested model's size in it, teaches
 * what that size is: {@code hidden.apply(x)} with {@code @Shape("batch, in")} and an argument of
 * shape [n, 64] says that {@code hidden.in} is 64. The method is then lowered again with that
 * knowledge, so that types never change under way; at run time, the checks at entry hold the
 * model's tensors to it.
 *
 * <p>Names of the method's own model are not solved for: what it declares holds for every size.
 */
public final class SizeEquations {
  private final KnownSizes known;
  private final Consumer<KnownSizes> learned;

  /**
   * Equations over what is known.
   *
   * @param learned takes what is known once more is
   */
  public SizeEquations(KnownSizes known, Consumer<KnownSizes> learned) {
    this.known = known;
    this.learned = learned;
  }

  /** What is known while the method is lowered. */
  public KnownSizes known() {
    return known;
  }

  /**
   * Learns from two types that must be equal; does nothing where they are, or cannot be.
   *
   * @param place where the code is that needs it
   * @throws Refusal if a size became known, since only with it the code can be judged
   */
  public void require(ValueType left, ValueType right, String place) {
    if (left instanceof TensorType first && right instanceof TensorType second) {
      if (first.dtype() == second.dtype() && first.rank() == second.rank()) {
        for (int i = 0; i < first.rank(); i++) {
          require(first.dims().get(i), second.dims().get(i), place);
        }
      }
    } else if (left instanceof RecordType first
        && right instanceof RecordType second
        && first.components().size() == second.components().size()) {
      for (int i = 0; i < first.components().size(); i++) {
        require(first.components().get(i).type(), second.components().get(i).type(), place);
      }
    }
  }

  /** Learns from two sizes that must be equal, of which {@code left} is the one to solve for. */
  public void require(Dim left, Dim right, String place) {
    Dim difference = left.minus(right);
    Set<String> names = new LinkedHashSet<>(left.names());
    names.addAll(right.names());
    List<String> unknowns =
        names.stream()
            .filter(InstanceNames::isOfInstance)
            // the outer models' names stay: they say more to the reader
            .sorted(Comparator.comparing(SizeEquations::depth).reversed())
            .toList();
    for (String unknown : unknowns) {
      Optional<Dim> solution = solve(difference, unknown);
      if (solution.isPresent()) {
        learned.accept(known.with(unknown, solution.get(), place));
        throw Refusal.reported();
      }
    }
  }

  private static long depth(String name) {
    return name.chars().filter(each -> each == '.').count();
  }

  /** The size that makes {@code zero} nothing; empty where it is not linear or not positive. */
  private static Optional<Dim> solve(Dim zero, String unknown) {
    Long factor = zero.terms().get(List.of(unknown));
    if (factor == null) {
      return Optional.empty();
    }
    Dim rest = zero.minus(Dim.named(unknown).times(Dim.of(factor)));
    if (rest.names().contains(unknown)) {
      return Optional.empty();
    }
    return rest.dividedBy(Dim.of(-factor))
        .filter(size -> size.constant().isEmpty() || size.constant().getAsLong() >= 0);
  }
}
