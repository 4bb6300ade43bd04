package dev.kiln.processor;

import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.autodiff.Gradients;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.Stage;
import dev.kiln.pass.memory.PeakMemory;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.type.ArrayType;
import dev.kiln.type.Dim;
import dev.kiln.type.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The way of one model's methods: the passes after lowering, derivatives, and theirs. */
final class Pipeline {
  private final ModelClass model;
  private final ProcessorOptions options;
  private final Timings timings;
  private final PassRunner passes;

  /** How many graphs of the method at hand were seen. */
  private int seen;

  Pipeline(ModelClass model, ProcessorOptions options, Timings timings) {
    this.model = model;
    this.options = options;
    this.timings = timings;
    this.passes =
        new PassRunner(
            options.leftOut(),
            (pass, graph, nanoseconds) -> {
              timings.add(pass.name(), nanoseconds);
              look(pass.name(), graph);
            });
  }

  /** What runs the passes on the graphs of this model. */
  PassRunner passes() {
    return passes;
  }

  /** A method as the front end leaves it, after the first passes. */
  Graph run(Graph lowered) {
    seen = 0;
    look("lower", lowered);
    return passes.run(Stage.AFTER_LOWERING, lowered);
  }

  /**
   * A gradient.
   *
   * @param explanation what it stores and why, where {@code -Akiln.explain} asks for it
   */
  record Gradient(Graph graph, Optional<String> explanation) {}

  /** The gradient of a differentiable method. */
  Gradient differentiate(ComputeMethod method, Graph graph) {
    Gradients.Explained made =
        located(method, () -> Gradients.explained(graph, inputs(method, graph), passes));
    Graph finished = located(method, () -> finished(made.gradient()));
    return new Gradient(
        finished,
        options.explain()
            ? Optional.of(Explanation.of(method.name(), made.report().get(), memory(finished)))
            : Optional.empty());
  }

  /** What tensors take in the code that the emitter makes of a graph. */
  private Dim memory(Graph graph) {
    PassRunner silent = new PassRunner(options.leftOut(), (pass, made, nanoseconds) -> {});
    return PeakMemory.of(silent.run(Stage.BEFORE_EMISSION, graph));
  }

  /**
   * The derivatives of a differentiable method, beside its gradient.
   *
   * @param gradient where a mode needs it
   */
  List<DerivedMethod> derivatives(ComputeMethod method, Graph graph, Optional<Graph> gradient) {
    Set<Mode> modes = method.differentiable().orElseThrow().modes();
    return located(
        method,
        () -> {
          List<String> wrt = inputs(method, graph);
          ModeChecks.checkElements(method, graph, wrt);
          DerivativeModes derivatives = new DerivativeModes(graph, wrt, passes);
          return derivatives.of(modes, gradient).stream().map(this::finished).toList();
        });
  }

  private Graph finished(Graph derived) {
    return passes.run(Stage.AFTER_DIFFERENTIATION, derived);
  }

  private DerivedMethod finished(DerivedMethod derived) {
    return derived.with(finished(derived.graph()));
  }

  static <T> T located(ComputeMethod method, Supplier<T> derivation) {
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
    List<String> possible = new ArrayList<>();
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
      boolean isStatic = input.kind() == Graph.Kind.STATIC;
      if (floating && !isStatic) {
        possible.add(input.name());
        if (asked.isEmpty() ? byDefault : named) {
          chosen.add(input.name());
        }
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
                "a floating-point input of " + method.name(),
                possible.isEmpty() ? "there are none" : String.join(", ", possible)));
      }
    }
    return chosen;
  }

  private void look(String pass, Graph graph) {
    seen++;
    options.dump().ifPresent(directory -> write(directory, pass, graph));
    if (options.verify()) {
      long start = System.nanoTime();
      Verifier.verify(graph, pass);
      timings.add("verify", System.nanoTime() - start);
    }
  }

  private void write(Path directory, String pass, Graph graph) {
    String number = String.format(Locale.ROOT, "%02d", seen);
    Path file =
        directory.resolve(
            model.name().simpleName() + "." + graph.name() + "." + number + "-" + pass + ".txt");
    try {
      Files.createDirectories(directory);
      Files.writeString(file, GraphPrinter.print(graph));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
