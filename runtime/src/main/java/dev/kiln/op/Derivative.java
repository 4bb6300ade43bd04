package dev.kiln.op;

import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ValueType;
import java.util.List;

/**
 * How to differentiate an operation, or why that cannot be done. The rules are those of reverse
 * mode; those of forward mode are made from them.
 */
public sealed interface Derivative {

  /** What is known of an operation's Jacobian; forward mode makes use of it. */
  enum Jacobian {
    /** Nothing. */
    ANY,
    /** Each element of the result depends on the elements at the same place only. */
    DIAGONAL,
    /** The operation is linear in its floating-point operands, all of them together. */
    CONSTANT
  }

  /** A rule for each operand of an operation with a fixed arity. */
  record Vjp(List<OperandRule> rules, Jacobian jacobian) implements Derivative {
    public Vjp {
      rules = List.copyOf(rules);
    }
  }

  /** One rule for every operand of a variadic operation. */
  record VariadicVjp(VariadicRule rule, Jacobian jacobian) implements Derivative {
    public VariadicVjp(VariadicRule rule) {
      this(rule, Jacobian.ANY);
    }
  }

  /**
   * An operation on references, differentiated through shadow references. Forward mode repeats it
   * on the shadows, with tangents in place of numbers.
   */
  record OnShadows(ShadowRule rule) implements Derivative {}

  /** The derivative is zero wherever it exists. */
  record Zero() implements Derivative {}

  /**
   * There is no derivative, or none in reverse mode: differentiating through it is an error.
   *
   * @param reason why not
   * @param forwardOnShadows whether forward mode repeats the operation on the shadows
   */
  record None(String reason, boolean forwardOnShadows) implements Derivative {
    public None(String reason) {
      this(reason, false);
    }
  }

  /** An operation on references as {@link OnShadows}, but without a rule for reverse mode. */
  static Derivative onlyForward(String reason) {
    return new None(reason, true);
  }

  /** A rule for each operand, in order. */
  static Derivative vjp(OperandRule... rules) {
    return new Vjp(List.of(rules), Jacobian.ANY);
  }

  /** As {@link #vjp}, of an operation that works element by element. */
  static Derivative elementwise(OperandRule... rules) {
    return new Vjp(List.of(rules), Jacobian.DIAGONAL);
  }

  /** As {@link #vjp}, of an operation that is linear in all floating-point operands together. */
  static Derivative linear(OperandRule... rules) {
    return new Vjp(List.of(rules), Jacobian.CONSTANT);
  }

  /** The rule for an operand that no derivative flows to, such as an index. */
  static OperandRule noGradient() {
    return (cotangent, call) -> {
      throw new IllegalStateException("asked for the derivative of a constant operand");
    };
  }

  /**
   * Pulls the cotangent of the result back to one operand. Only called for floating-point operands
   * whose derivative is wanted. The result may be larger than the operand where the operand was
   * broadcast: the caller then sums it to the operand's shape.
   */
  @FunctionalInterface
  interface OperandRule {
    Term pull(Term cotangent, Call call);
  }

  /** As {@link OperandRule}, for the operand at position {@code operand}. */
  @FunctionalInterface
  interface VariadicRule {
    Term pull(Term cotangent, Call call, int operand);
  }

  /** Applies the adjoint of an operation on references; see {@link ShadowCall}. */
  @FunctionalInterface
  interface ShadowRule {
    void pull(ShadowCall call);
  }

  /** One application of an operation, as its derivative rule sees it. */
  interface Call {
    Attributes attributes();

    /** How many operands there are. */
    int arity();

    /** An operand's primal value. Using it makes the backward pass keep it. */
    Term operand(int index);

    /** The primal result. Using it makes the backward pass keep it. */
    Term result();

    /** An operand's type, for which nothing is kept. */
    ValueType operandType(int index);

    /** The type of the result, for which nothing is kept. */
    ValueType resultType();
  }

  /** A {@link Call} on references: shadows are arrays that hold the adjoints of the elements. */
  interface ShadowCall extends Call {
    /** The shadow of a reference operand. */
    Term shadow(int operand);

    /** The shadow of the result, which is a reference. */
    Term shadowOfResult();

    /** The adjoint of the scalar result so far. */
    Term cotangent();

    /** Adds to the adjoint of a scalar operand. */
    void accumulate(int operand, Term cotangent);

    /** Applies an operation without result, such as a store into a shadow. */
    void perform(OpDefinition operation, Term... operands);
  }
}
