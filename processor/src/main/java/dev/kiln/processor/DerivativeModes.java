package dev.kiln.processor;

import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.autodiff.GradientInto;
import dev.kiln.autodiff.Jacobians;
import dev.kiln.autodiff.Jvp;
import dev.kiln.autodiff.Vjp;
import dev.kiln.graph.Graph;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.SelectOutputs;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.processor.model.DerivedMethod.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The derivatives that the modes of {@code @Differentiable} ask for, beside the gradient. */
final class DerivativeModes {
  /** The output of a method that returns no record. */
  private static final String RESULT = "result";

  private final Graph graph;
  private final List<String> wrt;
  private final PassRunner passes;

  /**
   * @param graph the method
   * @param wrt the inputs to differentiate with respect to
   */
  DerivativeModes(Graph graph, List<String> wrt, PassRunner passes) {
    this.graph = graph;
    this.wrt = wrt;
    this.passes = passes;
  }

  /**
   * All of them, in the order of the modes.
   *
   * @param gradient where a mode needs it
   */
  List<DerivedMethod> of(Set<Mode> modes, Optional<Graph> gradient) {
    List<DerivedMethod> derived = new ArrayList<>();
    if (modes.contains(Mode.GRADIENT) && GradientInto.fits(graph, wrt)) {
      derived.add(
          new DerivedMethod(
              "GradientInto",
              "The value of {@code $L}; its derivatives, by reverse mode, are written into the"
                  + " arrays.",
              GradientInto.of(graph, wrt, passes),
              List.of()));
    }
    if (modes.contains(Mode.VJP)) {
      derived.add(vjp());
    }
    if (modes.contains(Mode.JVP)) {
      derived.add(jvp());
    }
    if (modes.contains(Mode.JACOBIAN)) {
      derived.add(
          jacobian("Jacobian", "The Jacobian of {@code $L}", Jacobians.of(graph, wrt, passes)));
      derived.add(
          jacobian(
              "JacobianInto",
              "The Jacobian of {@code $L}, written into a given array",
              Jacobians.into(graph, wrt, passes)));
    }
    if (modes.contains(Mode.HESSIAN_VECTOR_PRODUCT)) {
      derived.add(hessianVectorProduct(gradient.orElseThrow()));
    }
    if (modes.contains(Mode.HESSIAN)) {
      derived.add(
          whole("Hessian", "The Hessian of {@code $L}", Jacobians.hessian(graph, wrt, passes)));
      derived.add(
          whole(
              "HessianInto",
              "The Hessian of {@code $L}, written into a given array",
              Jacobians.hessianInto(graph, wrt, passes)));
    }
    if (modes.contains(Mode.HESSIAN_DIAGONAL)) {
      derived.add(
          whole(
              "HessianDiagonal",
              "The diagonal of the Hessian of {@code $L}",
              Jacobians.hessianDiagonal(graph, wrt, passes)));
      derived.add(
          whole(
              "HessianDiagonalInto",
              "The diagonal of the Hessian of {@code $L}, written into a given array",
              Jacobians.hessianDiagonalInto(graph, wrt, passes)));
    }
    return derived;
  }

  private DerivedMethod whole(String suffix, String description, Graph derived) {
    String elements = ": rows and columns as elements of " + String.join(", ", wrt) + ".";
    return new DerivedMethod(suffix, description + elements, derived, List.of());
  }

  private DerivedMethod jacobian(String suffix, String description, Graph derived) {
    String columns =
        ": a row for each element of the result, a column for each element of "
            + String.join(", ", wrt)
            + ".";
    return new DerivedMethod(suffix, description + columns, derived, List.of());
  }

  private DerivedMethod vjp() {
    List<Component> components = new ArrayList<>(results());
    for (String each : wrt) {
      components.add(new Component(each, "the cotangent of {@code " + each + "}"));
    }
    return new DerivedMethod(
        "Vjp",
        "The results of {@code $L}, and cotangents of them pulled back to the inputs, by reverse"
            + " mode.",
        Vjp.of(graph, wrt, passes),
        components);
  }

  private DerivedMethod jvp() {
    Graph derived = Jvp.of(graph, wrt, passes);
    List<Component> components = new ArrayList<>(results());
    for (String output : derived.outputs().subList(components.size(), derived.outputs().size())) {
      boolean single = graph.outputs().equals(List.of(RESULT));
      components.add(new Component(single ? "tangent" : output, "the tangent of the result"));
    }
    return new DerivedMethod(
        "Jvp",
        "The results of {@code $L}, and their derivatives in a direction, by forward mode.",
        derived,
        components);
  }

  private List<Component> results() {
    List<Component> components = new ArrayList<>();
    for (String output : graph.outputs()) {
      String name = output.equals(RESULT) ? "value" : output;
      components.add(new Component(name, "what the method returns"));
    }
    return components;
  }

  private DerivedMethod hessianVectorProduct(Graph gradient) {
    Graph derived = Jvp.of(gradient, wrt, passes);
    int first = gradient.outputs().size();
    List<String> outputs = new ArrayList<>(gradient.outputs());
    outputs.addAll(derived.outputs().subList(first + 1, derived.outputs().size()));
    List<Component> components = new ArrayList<>();
    components.add(new Component("value", "the value of the method"));
    for (String each : wrt) {
      components.add(new Component(each, "the derivative with respect to {@code " + each + "}"));
    }
    for (String each : wrt) {
      components.add(
          new Component(
              each + ".product", "the part of the product that belongs to {@code " + each + "}"));
    }
    Graph named =
        new Graph(
            graph.name() + "Hvp",
            derived.inputs(),
            derived.outputs(),
            derived.entry(),
            derived.functions());
    return new DerivedMethod(
        "Hvp",
        "The value of {@code $L}, its gradient, and the product of its Hessian with a direction, by"
            + " forward over reverse mode.",
        SelectOutputs.run(named, outputs),
        components);
  }
}
