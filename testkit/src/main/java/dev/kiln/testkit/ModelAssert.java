package dev.kiln.testkit;

import dev.kiln.testkit.run.LoadedModel;
import java.util.Arrays;

/** Assertions on a compiled model; see {@link ModelAssertions}. */
public final class ModelAssert {
  private final LoadedModel model;

  ModelAssert(LoadedModel model) {
    this.model = model;
  }

  /** The same, where both {@code Foo} and {@code CompiledFoo} are made with these arguments. */
  public ModelAssert constructedWith(Object... arguments) {
    return new ModelAssert(new LoadedModel(model.type(), Arrays.asList(arguments)));
  }

  /**
   * Assertions on a generated graph.
   *
   * @param method as {@code FooGraphs} calls it, such as {@code f} or {@code fGradient}
   */
  public GraphAssert graph(String method) {
    return new GraphAssert(method, model.graph(method), () -> model.findGraph(method + "Gradient"));
  }

  /**
   * Agreement of all modes, for the inputs that are given next.
   *
   * @param method of the model, such as {@code f}: the plain object, the session and the generated
   *     class do the same; or of the generated class, such as {@code fGradient}: the last two do
   */
  public AgreementAssert agrees(String method) {
    return new AgreementAssert(model, method);
  }
}
