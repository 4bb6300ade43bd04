package dev.kiln.op.definition;

import java.util.List;

/**
 * How generated Java computes an operation, as data, so that the definition needs no code
 * generator.
 *
 * <p>In a template {@code {0}}, {@code {1}} stand for the operands, in the order in which Java must
 * evaluate them, {@code {result}} for the Java type of the result, and any other name in braces for
 * the attribute of that name as a Java literal.
 */
public sealed interface Emission {

  /** A Java expression on scalars or arrays, such as {@code {0} + {1}}. */
  record Expression(String template, Precedence precedence) implements Emission {}

  /** A Java statement without its semicolon, such as {@code {0}[{1}] = {2}}. */
  record Statement(String template) implements Emission {}

  /**
   * A call of a static kernel: {@code owner.method(operands..., attributes...)}, on {@link
   * dev.kiln.array.NdArray} operands.
   *
   * @param owner the fully qualified class
   * @param method a static method, or a constant and a method of it, such as {@code ADD.apply}
   * @param attributes the attributes to pass, in order: whole numbers as int, several as {@code
   *     int...} where they are last and else as an array, dimensions as {@code int...}, dtypes as
   *     constants
   */
  record Call(String owner, String method, List<String> attributes) implements Emission {
    public Call {
      attributes = List.copyOf(attributes);
    }
  }

  /**
   * A call of a static kernel whose last parameter takes any number of operands: {@code
   * owner.method(attributes..., operands...)}. Several numbers are passed as a new array.
   */
  record VariadicCall(String owner, String method, List<String> attributes) implements Emission {
    public VariadicCall {
      attributes = List.copyOf(attributes);
    }
  }

  /** An expression on scalars and a call on tensors. */
  record Elementwise(Expression scalar, Call tensor) implements Emission {}

  /** A Java literal for the attribute {@code value}, or a static constant for a tensor. */
  record Constant() implements Emission {}

  /** A construct that the emitter knows: record construction, undefined values. */
  record Special() implements Emission {}

  /** Java operator precedence, from loosest to tightest. */
  enum Precedence {
    ASSIGNMENT,
    TERNARY,
    LOGICAL_OR,
    LOGICAL_AND,
    BIT_OR,
    BIT_XOR,
    BIT_AND,
    EQUALITY,
    RELATIONAL,
    SHIFT,
    ADDITIVE,
    MULTIPLICATIVE,
    UNARY,
    PRIMARY;

    /** The next tighter precedence; the tightest itself. */
    @SuppressWarnings("EnumOrdinal") // the order of the constants is what this enum is about
    public Precedence tighter() {
      return this == PRIMARY ? PRIMARY : values()[ordinal() + 1];
    }
  }
}
