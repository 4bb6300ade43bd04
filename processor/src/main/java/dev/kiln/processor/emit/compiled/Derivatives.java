package dev.kiln.processor.emit.compiled;

import dev.kiln.graph.Graph;
import dev.kiln.processor.emit.name.DerivedNames;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.processor.model.LoweredMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which derivatives of a method the compiled class has, and what each of them returns. */
public final class Derivatives {
  private Derivatives() {}

  /** All derivatives of a method; the gradient and its form for given arrays share a function. */
  static List<DerivedMethod> of(LoweredMethod lowered) {
    List<DerivedMethod> all = new ArrayList<>();
    Optional<DerivedMethod> gradient = lowered.gradient().map(Derivatives::gradient);
    for (DerivedMethod each : lowered.derived()) {
      Optional<SharedGradient> shared =
          gradient
              .filter(known -> each.key().equals(DerivedNames.GRADIENT_INTO))
              .flatMap(known -> SharedGradient.of(known.graph(), each.graph()));
      all.add(shared.map(both -> each.with(both.into())).orElse(each));
      gradient =
          gradient.map(known -> shared.map(both -> known.with(both.gradient())).orElse(known));
    }
    gradient.ifPresent(known -> all.add(0, known));
    return all;
  }

  /** The gradient as a method of the class. */
  public static DerivedMethod gradient(Graph graph) {
    List<DerivedMethod.Component> components = new ArrayList<>();
    for (String output : graph.outputs()) {
      String what =
          components.isEmpty()
              ? "the value of the method"
              : "the derivative with respect to {@code " + output + "}";
      components.add(new DerivedMethod.Component(output, what));
    }
    return new DerivedMethod(
        DerivedNames.GRADIENT,
        "The value of {@code $L} and its derivatives, by reverse mode.",
        graph,
        components);
  }
}
