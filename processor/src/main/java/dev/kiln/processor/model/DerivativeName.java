package dev.kiln.processor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/**
 * What the name of a generated method says: {@code energyGradient} is the gradient of {@code
 * energy}, and {@code energyGradientOfDouble} that of one overload of it.
 *
 * @param base the name of the annotation that asks for it; empty where that has none
 * @param suffix what is appended to that, or to the name of the method, such as {@code Gradient}
 */
public record DerivativeName(ExecutableElement method, String base, String suffix) {
  private static final List<String> SUFFIXES =
      List.of(
          "Gradient",
          "GradientInto",
          "Vjp",
          "Jvp",
          "Jacobian",
          "JacobianInto",
          "Hvp",
          "Hessian",
          "HessianInto",
          "HessianDiagonal",
          "HessianDiagonalInto");

  /** Those whose methods take what the method itself takes, and nothing else. */
  private static final List<String> WITHOUT_MORE =
      List.of("Gradient", "Jacobian", "Hessian", "HessianDiagonal");

  /**
   * What a name may mean.
   *
   * @param methods the compute methods of a name
   * @param named the methods with an annotation of a name
   */
  public static List<DerivativeName> of(
      String name,
      Function<String, List<ExecutableElement>> methods,
      Function<String, List<ExecutableElement>> named) {
    List<DerivativeName> meanings = new ArrayList<>();
    for (String suffix : SUFFIXES) {
      if (name.endsWith(suffix)) {
        String base = name.substring(0, name.length() - suffix.length());
        methods.apply(base).forEach(each -> meanings.add(new DerivativeName(each, "", suffix)));
        if (!base.isEmpty()) {
          named.apply(base).forEach(each -> meanings.add(new DerivativeName(each, base, suffix)));
        }
      }
      for (int at = name.indexOf(suffix + "Of"); at > 0; at = name.indexOf(suffix + "Of", at + 1)) {
        String types = name.substring(at + suffix.length());
        methods.apply(name.substring(0, at)).stream()
            .filter(each -> types(each).equals(types))
            .forEach(each -> meanings.add(new DerivativeName(each, "", suffix)));
      }
    }
    return meanings;
  }

  /** The name of the generated method, of which overloads share one. */
  public String text() {
    return (base.isEmpty() ? method.getSimpleName() : base) + suffix;
  }

  /**
   * Whether the derivative takes more than the method: tangents, cotangents, or arrays for results.
   */
  public boolean takesMore() {
    return !WITHOUT_MORE.contains(suffix);
  }

  /** {@code OfDoubleInt}: the types that an overload takes. */
  public static String types(ExecutableElement method) {
    List<? extends VariableElement> parameters = method.getParameters();
    return parameters.isEmpty()
        ? "OfNothing"
        : parameters.stream()
            .map(each -> type(each.asType()))
            .collect(Collectors.joining("", "Of", ""));
  }

  private static String type(TypeMirror type) {
    if (type instanceof ArrayType array) {
      return type(array.getComponentType()) + "Array";
    }
    String name =
        type instanceof DeclaredType declared
            ? declared.asElement().getSimpleName().toString()
            : type.getKind().name().toLowerCase(Locale.ROOT);
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
