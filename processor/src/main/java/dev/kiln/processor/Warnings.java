package dev.kiln.processor;

import dev.kiln.autodiff.ZeroDerivatives;
import dev.kiln.graph.Graph;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.ModelField;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;

/**
 * Collects what is legal and likely to be wrong. {@code @SuppressWarnings("kiln")} on a
 * declaration, or on what encloses it, says that it is meant.
 */
final class Warnings {
  private final Set<Diagnostic> found = new LinkedHashSet<>();

  List<Diagnostic> found() {
    return List.copyOf(found);
  }

  /** Warns of parameters of the model's own that no compute method reads. */
  void checkParameters(ModelClass model, List<LoweredMethod> methods) {
    for (ModelField field : model.fields()) {
      boolean own = field.element().getEnclosingElement().equals(model.element());
      if (own && field.kind() == Graph.Kind.PARAMETER && !isMeant(field.element())) {
        boolean read =
            methods.stream()
                .flatMap(method -> method.forward().inputs().stream())
                .anyMatch(input -> isFor(input, field));
        if (!read) {
          found.add(Diagnostic.on(field.element(), Code.PARAMETER_UNUSED, field.path()));
        }
      }
    }
  }

  private static boolean isFor(Graph.Input input, ModelField field) {
    return input.kind() == Graph.Kind.PARAMETER
        && (input.name().equals(field.path()) || input.name().equals("this." + field.path()));
  }

  /**
   * Warns of derivatives that are always zero, and of integer divisions.
   *
   * @param inputs what the method is differentiated with respect to
   * @param divisions of integers whose quotients become floating-point numbers
   */
  void checkDifferentiable(
      ComputeMethod method, Graph forward, List<String> inputs, List<Diagnostic> divisions) {
    if (isMeant(method.element())) {
      return;
    }
    found.addAll(divisions);
    List<String> wrt = method.differentiable().orElseThrow().wrt();
    List<String> zero = ZeroDerivatives.of(forward, inputs);
    for (String input : zero) {
      if (isPartOfUsed(input, wrt, inputs, zero)) {
        continue;
      }
      found.add(
          Diagnostic.on(
              method.place(), method.unit(), Code.GRADIENT_ZERO, method.name(), "'" + input + "'"));
    }
  }

  /**
   * Whether {@code wrt} names a nested model, not this field of it, and the result depends on
   * another: layers have fields, such as running statistics, that one of their methods does not
   * read.
   */
  private static boolean isPartOfUsed(
      String input, List<String> wrt, List<String> inputs, List<String> zero) {
    return wrt.stream()
        .map(name -> name + ".")
        .filter(input::startsWith)
        .anyMatch(
            prefix ->
                inputs.stream().anyMatch(each -> each.startsWith(prefix) && !zero.contains(each)));
  }

  private static boolean isMeant(Element element) {
    for (Element at = element; at != null; at = at.getEnclosingElement()) {
      SuppressWarnings suppressed = at.getAnnotation(SuppressWarnings.class);
      if (suppressed != null && Arrays.asList(suppressed.value()).contains("kiln")) {
        return true;
      }
    }
    return false;
  }
}
