package dev.kiln.autodiff.forward;

import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Operand;
import dev.kiln.op.Pullback;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pushes a tangent forward by a rule that pulls cotangents back. A rule is linear in the cotangent;
 * so it is run once on a cotangent that stands for any, the operations it applies are written down,
 * and they are transposed one by one, last to first, by their own rules.
 *
 * <p>Linearize and transpose, the other way round: Radul et al., "You Only Linearize Once" (2022).
 */
final class Transposition {
  /** One operation on the cotangent that the rule has applied. */
  private record Step(
      OpDefinition operation, Attributes attributes, List<Traced> operands, Traced result) {}

  private final Term sample;
  private final List<Step> steps = new ArrayList<>();

  /**
   * @param sample any term at hand, to make numbers with
   */
  private Transposition(Term sample) {
    this.sample = sample;
  }

  /** The contribution of the tangent of {@code operand} to that of the result; empty where zero. */
  static Optional<Term> push(
      OpDefinition definition, Term tangent, Derivative.Call call, int operand) {
    return new Transposition(tangent).transpose(definition, tangent, call, operand);
  }

  private Optional<Term> transpose(
      OpDefinition definition, Term tangent, Derivative.Call call, int operand) {
    Traced cotangent = new Traced(call.resultType(), null);
    Optional<Term> pulled = Pullback.of(definition, cotangent, new TracedCall(call), operand);
    if (pulled.isEmpty() || ((Traced) pulled.get()).constant != null) {
      return Optional.empty();
    }
    Map<Term, Term> adjoints = new HashMap<>();
    adjoints.put(pulled.get(), tangent);
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      Term adjoint = adjoints.remove(step.result());
      if (adjoint != null) {
        transposeStep(step, adjoint, adjoints);
      }
    }
    return Optional.ofNullable(adjoints.get(cotangent));
  }

  private static void transposeStep(Step step, Term adjoint, Map<Term, Term> adjoints) {
    for (int i = 0; i < step.operands().size(); i++) {
      Traced operand = step.operands().get(i);
      if (operand.constant == null) {
        Pullback.of(step.operation(), adjoint, new StepCall(step), i)
            .ifPresent(part -> adjoints.merge(operand, part, Operand::add));
      }
    }
  }

  /** A term that depends on the cotangent, or a known one. Equal only to itself. */
  private final class Traced extends Term {
    private final ValueType type;
    private final Term constant;

    Traced(ValueType type, Term constant) {
      this.type = type;
      this.constant = constant;
    }

    @Override
    public ValueType type() {
      return type;
    }

    @Override
    public Term apply(OpDefinition operation, Attributes attributes, List<Term> operands) {
      List<Traced> traced = operands.stream().map(term -> (Traced) term).toList();
      if (traced.stream().allMatch(term -> term.constant != null)) {
        List<Term> known = traced.stream().map(term -> term.constant).toList();
        return known(known.get(0).apply(operation, attributes, known));
      }
      List<ValueType> types = traced.stream().map(Traced::type).toList();
      Traced result = new Traced(operation.resultType(attributes, types).orElseThrow(), null);
      steps.add(new Step(operation, attributes, traced, result));
      return result;
    }

    @Override
    public Term number(double number) {
      if (constant != null) {
        return known(constant.number(number));
      }
      Term known = sample.number(number);
      return known(known.dtype() == dtype() ? known : known.cast(dtype()));
    }
  }

  private Traced known(Term term) {
    return new Traced(term.type(), term);
  }

  /** The operation whose rule is run; all but the cotangent is known. */
  private final class TracedCall implements Derivative.Call {
    private final Derivative.Call call;

    TracedCall(Derivative.Call call) {
      this.call = call;
    }

    @Override
    public Attributes attributes() {
      return call.attributes();
    }

    @Override
    public int arity() {
      return call.arity();
    }

    @Override
    public Term operand(int index) {
      return known(call.operand(index));
    }

    @Override
    public Term result() {
      return known(call.result());
    }

    @Override
    public ValueType operandType(int index) {
      return call.operandType(index);
    }

    @Override
    public ValueType resultType() {
      return call.resultType();
    }
  }

  /** An operation that the rule has applied, as its own rule sees it. */
  private record StepCall(Step step) implements Derivative.Call {
    @Override
    public Attributes attributes() {
      return step.attributes();
    }

    @Override
    public int arity() {
      return step.operands().size();
    }

    @Override
    public Term operand(int index) {
      return require(step.operands().get(index));
    }

    @Override
    public Term result() {
      return require(step.result());
    }

    @Override
    public ValueType operandType(int index) {
      return step.operands().get(index).type();
    }

    @Override
    public ValueType resultType() {
      return step.result().type();
    }

    private Term require(Traced term) {
      if (term.constant == null) {
        throw new IllegalStateException(
            "a derivative rule is not linear in the cotangent: it applies " + step.operation());
      }
      return term.constant;
    }
  }
}
