package dev.kiln.op.definition;

import dev.kiln.annotation.DType;
import dev.kiln.op.Operand;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A Java method that means an operation.
 *
 * @param owner the fully qualified class that users see it in, such as {@code java.lang.Math}
 * @param method the method's name
 * @param isStatic whether it is called on the class; else the receiver is operand 0
 * @param arguments what each argument in parentheses is, in order
 */
public record Spelling(String owner, String method, boolean isStatic, List<Argument> arguments) {
  public Spelling {
    arguments = List.copyOf(arguments);
  }

  /** What one argument of the method is. */
  public sealed interface Argument {}

  /** The next operand, a tensor. */
  public record Operand() implements Argument {}

  /** The next operand, a Java scalar; a narrower argument is widened as in a Java call. */
  public record ScalarOperand(DType dtype) implements Argument {}

  /** All further arguments are operands, Java scalars of one type. */
  public record ScalarOperands(DType dtype) implements Argument {}

  /** All further arguments are operands; also matches an array or a {@code List.of(..)}. */
  public record Operands() implements Argument {}

  /**
   * The next operand, a Java number converted to a rank-0 tensor.
   *
   * @param like the operand whose dtype it takes
   */
  public record NumberOperand(int like) implements Argument {
    /** Of the dtype of operand 0. */
    public NumberOperand() {
      this(0);
    }
  }

  /** An attribute, given by a compile-time constant. */
  public record AttributeArgument(String name, Class<? extends Attribute> kind)
      implements Argument {}

  /** An attribute that takes all further arguments: axes, or dimensions as int expressions. */
  public record VariadicAttribute(String name, Class<? extends Attribute> kind)
      implements Argument {}

  /** An attribute with a fixed value that this overload of the method stands for. */
  public record FixedAttribute(String name, Attribute value) implements Argument {}

  /** A static method on tensors. */
  public static Spelling function(String owner, String method, int operands) {
    return new Spelling(owner, method, true, Collections.nCopies(operands, new Operand()));
  }

  /** A static method on scalars of the given types. */
  public static Spelling scalarFunction(String owner, String method, DType... dtypes) {
    return new Spelling(
        owner, method, true, Arrays.stream(dtypes).<Argument>map(ScalarOperand::new).toList());
  }

  /** A method of a tensor whose arguments are given. */
  public static Spelling method(String method, Argument... arguments) {
    return new Spelling(TENSOR, method, false, List.of(arguments));
  }

  /** The class whose methods most spellings are. */
  public static final String TENSOR = "dev.kiln.tensor.Tensor";

  /** The class that has the methods on numbers of a dtype. */
  public static String ownerFor(DType dtype) {
    if (dtype == DType.INT32) {
      return "java.lang.Integer";
    }
    if (dtype == DType.INT64) {
      return "java.lang.Long";
    }
    if (dtype == DType.FLOAT32) {
      return "java.lang.Float";
    }
    if (dtype == DType.FLOAT64) {
      return "java.lang.Double";
    }
    throw new IllegalArgumentException("not a number");
  }
}
