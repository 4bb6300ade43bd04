package dev.kiln.processor;

import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.autodiff.Gradients;
import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The passes that a lowered method goes through, in order; no pass calls another. */
final class Pipeline {
  private final ProcessorOptions options;

  Pipeline(ProcessorOptions options) {
    this.options = options;
  }

  /** What the gradient stores and why, where it is asked for. */
  Optional<String> explain(ComputeMethod method, Graph graph) {
    if (!options.explain()) {
      return Optional.empty();
    }
    ReverseReport report = located(method, () -> Gradients.explain(graph, inputs(method, graph)));
    return Optional.of(Explanation.of(method.name(), report));
  }

  Graph run(ModelClass model, Graph lowered) {
    Graph graph = lowered;
    check(model, "lower", graph);
    for (Pass pass : options.passes()) {
      graph = pass.transform().apply(graph);
      check(model, pass.name(), graph);
    }
    return graph;
  }

  /** The gradient graph of a differentiable method. */
  Graph differentiate(ModelClass model, ComputeMethod method, Graph graph) {
    return located(
        method,
        () -> {
          Graph gradient = simplified(Gradients.of(graph, inputs(method, graph)));
          check(model, "gradient", gradient);
          return gradient;
        });
  }

  /**
   * The derivatives of a differentiable method, beside its gradient.
   *
   * @param gradient where a mode needs it
   */
  List<DerivedMethod> derivatives(
      ModelClass model, ComputeMethod method, Graph graph, Optional<Graph> gradient) {
    Set<Mode> modes = method.differentiable().orElseThrow().modes();
    return located(
        method,
        () -> {
          List<String> wrt = inputs(method, graph);
          ModeChecks.checkElements(method, graph, wrt);
          DerivativeModes derivatives = new DerivativeModes(graph, wrt);
          List<DerivedMethod> derived =
              derivatives.of(modes, gradient).stream().map(this::simplified).toList();
          derived.forEach(each -> check(model, each.suffix(), each.graph()));
          return derived;
        });
  }

  private Graph simplified(Graph derived) {
    return options.passes().contains(ProcessorOptions.SIMPLIFY)
        ? ProcessorOptions.SIMPLIFY.transform().apply(derived)
        : derived;
  }

  private DerivedMethod simplified(DerivedMethod derived) {
    return new DerivedMethod(
        derived.suffix(), derived.description(), simplified(derived.graph()), derived.components());
  }

  private static <T> T located(ComputeMethod method, Supplier<T> derivation) {
    try {
      return derivation.get();
    } catch (NotDifferentiableException e) {
      String where = e.position().isKnown() ? " (" + e.position() + ")" : "";
      throw new Refusal(
          Diagnostic.on(
              method.place(), method.unit(), Code.NOT_DIFFERENTIABLE, e.getMessage() + where));
    }
  }

  /** The inputs to differentiate with respect to: those asked for, or all floating-point ones. */
  static List<String> inputs(ComputeMethod method, Graph graph) {
    List<String> asked = method.differentiable().orElseThrow().wrt();
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      ValueType type = graph.inputType(i);
      boolean floating =
          type.isFloating() || type instanceof ArrayType array && array.element().isFloating();
      boolean named =
          asked.stream()
              .anyMatch(name -> input.name().equals(name) || input.name().startsWith(name + "."));
      boolean constant = method.isConstant(input.name());
      if (constant && named) {
        throw new Refusal(
            Diagnostic.on(method.place(), method.unit(), Code.NO_GRADIENT_WRT, input.name()));
      }
      boolean byDefault = input.kind() != Graph.Kind.FIELD && !constant;
      if (floating && (asked.isEmpty() ? byDefault : named)) {
        chosen.add(input.name());
      }
    }
    for (String name : asked) {
      if (chosen.stream().noneMatch(c -> c.equals(name) || c.startsWith(name + "."))) {
        throw new Refusal(
            Diagnostic.on(
                method.place(),
                method.unit(),
                Code.WRT_UNKNOWN,
                "'" + name + "'",
                "a floating-point input of " + method.name()));
      }
    }
    return chosen;
  }

  private void check(ModelClass model, String pass, Graph graph) {
    options.dump().ifPresent(directory -> write(directory, model, pass, graph));
    if (options.verify()) {
      Verifier.verify(graph, pass);
    }
  }

  private static void write(Path directory, ModelClass model, String pass, Graph graph) {
    Path file =
        directory.resolve(model.name().simpleName() + "." + graph.name() + "." + pass + ".txt");
    try {
      Files.createDirectories(directory);
      Files.writeString(file, GraphPrinter.print(graph));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
