package dev.kiln.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something that a derivative returns, or leaves in an array that it was given.
 *
 * @param kind what it has to be
 * @param name of the input or result of the method that it belongs to; of a tangent of what an
 *     array input holds in the end, with {@code after} before it
 */
public record DerivedOutput(Kind kind, String name, Object value) {

  /** What there is to compare, each kind with a value that no derivative takes part in. */
  public enum Kind {
    /** A result of the method, beside derivatives. */
    RESULT,
    /** An argument of the method, as the derivative leaves it. */
    ARGUMENT,
    /** The derivative of a number by an input: returned, or written into a given array. */
    GRADIENT,
    /** What is pulled back to an input: returned, or written into a shadow that was given. */
    COTANGENT,
    /** The change of a result, or of what an array holds in the end. */
    TANGENT,
    /** The change of the gradient by an input. */
    PRODUCT,
    JACOBIAN,
    HESSIAN,
    DIAGONAL,
    /** A cotangent of a result, or a tangent of a number: only read. */
    GIVEN
  }

  /** What the derivative whose method has this suffix returns, in order. */
  public static List<DerivedOutput> returned(
      String suffix,
      List<String> results,
      List<String> wrt,
      List<String> floating,
      List<Object> values) {
    List<DerivedOutput> outputs = new ArrayList<>();
    switch (suffix) {
      case "Gradient" -> {
        add(outputs, Kind.RESULT, results, values);
        add(outputs, Kind.GRADIENT, wrt, values);
      }
      case "Vjp" -> {
        add(outputs, Kind.RESULT, results, values);
        add(outputs, Kind.COTANGENT, wrt, values);
      }
      case "Jvp" -> {
        add(outputs, Kind.RESULT, results, values);
        add(outputs, Kind.TANGENT, floating, values);
      }
      case "Hvp" -> {
        add(outputs, Kind.RESULT, results, values);
        add(outputs, Kind.GRADIENT, wrt, values);
        add(outputs, Kind.PRODUCT, wrt, values);
      }
      case "GradientInto" -> add(outputs, Kind.RESULT, results, values);
      case "Jacobian" -> add(outputs, Kind.JACOBIAN, List.of(""), values);
      case "Hessian" -> add(outputs, Kind.HESSIAN, List.of(""), values);
      case "HessianDiagonal" -> add(outputs, Kind.DIAGONAL, List.of(""), values);
      default -> {}
    }
    if (outputs.size() != values.size()) {
      throw new AssertionError(
          suffix + " returns " + values.size() + " values, of which " + outputs + " are known");
    }
    return outputs;
  }

  private static void add(
      List<DerivedOutput> outputs, Kind kind, List<String> names, List<Object> values) {
    for (String name : names) {
      outputs.add(new DerivedOutput(kind, name, values.get(outputs.size())));
    }
  }

  /**
   * What the derivative leaves in what it was given beside the arguments of the method.
   *
   * @param inputs the inputs of the method by the names of what is given for them
   */
  public static List<DerivedOutput> given(
      String suffix, Map<String, String> inputs, Map<String, Object> given) {
    List<DerivedOutput> outputs = new ArrayList<>();
    given.forEach(
        (name, value) -> {
          boolean array = value != null && value.getClass().isArray();
          Kind kind =
              switch (suffix) {
                case "GradientInto" -> Kind.GRADIENT;
                case "JacobianInto" -> Kind.JACOBIAN;
                case "HessianInto" -> Kind.HESSIAN;
                case "HessianDiagonalInto" -> Kind.DIAGONAL;
                case "Vjp" -> array && inputs.containsKey(name) ? Kind.COTANGENT : Kind.GIVEN;
                default -> array ? Kind.TANGENT : Kind.GIVEN;
              };
          String input = inputs.getOrDefault(name, name);
          String of =
              switch (kind) {
                case GIVEN -> name;
                case TANGENT -> "after " + input;
                default -> input;
              };
          outputs.add(new DerivedOutput(kind, of, value));
        });
    return outputs;
  }
}
