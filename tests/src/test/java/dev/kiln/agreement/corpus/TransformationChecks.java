package dev.kiln.agreement.corpus;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.DerivedInputs;
import dev.kiln.agreement.ForwardCheck;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.agreement.Slot;
import dev.kiln.agreement.checkpoint.CheckpointArrayTest;
import dev.kiln.agreement.checkpoint.CheckpointTest;
import dev.kiln.agreement.derivative.ReverseTwiceTest;
import dev.kiln.agreement.gradient.DerivativeRegressionTest;
import dev.kiln.agreement.gradient.InnerLoopGradientTest;
import dev.kiln.agreement.language.InnerLoopTest;
import dev.kiln.agreement.tensor.NestedSizesTest;
import dev.kiln.autodiff.GradientInto;
import dev.kiln.autodiff.Gradients;
import dev.kiln.autodiff.Jacobians;
import dev.kiln.autodiff.Jvp;
import dev.kiln.autodiff.Vjp;
import dev.kiln.autodiff.ZeroDerivatives;
import dev.kiln.autodiff.forward.JvpBatch;
import dev.kiln.graph.Graph;
import dev.kiln.graph.VerificationException;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.pass.CommonSubexpressions;
import dev.kiln.pass.EliminateDeadCode;
import dev.kiln.pass.FlattenRecords;
import dev.kiln.pass.ForgetDerivatives;
import dev.kiln.pass.Inline;
import dev.kiln.pass.LowerExits;
import dev.kiln.pass.SelectOutputs;
import dev.kiln.pass.SimplifyArithmetic;
import dev.kiln.pass.SplitLargeFunctions;
import dev.kiln.pass.loop.InnerLoopKernels;
import dev.kiln.session.Results;
import dev.kiln.testkit.run.InMemoryClasses;
import dev.kiln.testkit.run.Observation;
import dev.kiln.type.ArrayType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the passes and the derivative transformations make of the programs of the tables, as fast as
 * can be: graphs that run in sessions. A check tells what happened, as text; what should have
 * happened the tables themselves make sure of.
 */
public final class TransformationChecks {
  /** The method as the processor leaves it. */
  private static final String CLEANED = "cleaned";

  private final Modes modes;
  private final Program program;
  private final Map<String, Graph> lowered = new LinkedHashMap<>();
  private final Map<String, String> results = new HashMap<>();
  private final Map<Program.Call, Map<String, Object>> numbers = new IdentityHashMap<>();
  private final Map<String, List<String>> asked = new HashMap<>();

  private TransformationChecks(Modes modes, Program program, Path lowered) throws IOException {
    this.modes = modes;
    this.program = program;
    String model = program.name().substring(program.name().lastIndexOf('.') + 1);
    for (Program.Call call : program.calls()) {
      Path file = lowered.resolve(model + "." + call.method() + ".01-lower.txt");
      // there is none where the method is inherited
      if (Files.exists(file) && !call.method().equals("unmarked")) {
        this.lowered.put(call.method(), GraphParser.parse(Files.readString(file)));
      }
    }
  }

  /**
   * The checks by the names of programs. Each gives two texts: what the graphs compute, and what
   * they are.
   *
   * @param folder for what the front end writes
   */
  public static Map<String, Function<Boolean, List<String>>> all(Path folder) throws IOException {
    Map<String, Function<Boolean, List<String>>> checks = new LinkedHashMap<>();
    of(folder, tables()).forEach((name, each) -> checks.put(name, each::observe));
    return checks;
  }

  /** The programs of some tables by their names. */
  static Map<String, TransformationChecks> of(Path folder, List<AgreementTable> tables)
      throws IOException {
    Map<String, TransformationChecks> checks = new LinkedHashMap<>();
    for (AgreementTable table : tables) {
      Map<String, String> files = new LinkedHashMap<>();
      table.programs().forEach(program -> files.putAll(program.files()));
      Path lowered = Files.createDirectories(folder.resolve(table.getClass().getSimpleName()));
      InMemoryClasses classes =
          InMemoryCompiler.compile(files, List.of("-Akiln.graphs=text", "-Akiln.dump=" + lowered));
      for (Program program : table.programs()) {
        Modes modes = new Modes(program, classes);
        checks.put(program.name(), new TransformationChecks(modes, program, lowered));
      }
    }
    return checks;
  }

  private static List<AgreementTable> tables() {
    List<AgreementTable> tables = new ArrayList<>(Corpus.tables());
    tables.addAll(
        List.of(
            new CheckpointTest(),
            new CheckpointArrayTest(),
            new DerivativeRegressionTest(),
            new InnerLoopTest(),
            new InnerLoopGradientTest(),
            new NestedSizesTest(),
            new ReverseTwiceTest()));
    return tables;
  }

  /**
   * @param reuse whether graphs that are what they were at first need not be run again
   */
  private List<String> observe(boolean reuse) {
    boolean isFirst = results.isEmpty();
    List<String> computed = new ArrayList<>();
    List<String> graphs = new ArrayList<>();
    for (Map.Entry<String, Graph> each : lowered.entrySet()) {
      Map<String, Derived> all = derive(each.getKey(), each.getValue());
      all.forEach(
          (name, derived) -> {
            String what = each.getKey() + " " + name + ": ";
            graphs.add(what + derived.text());
            if (derived.graph() == null) {
              computed.add(what + derived.text());
            }
          });
      for (Program.Call call : program.calls()) {
        if (call.method().equals(each.getKey()) && all.containsKey(CLEANED)) {
          run(call, all, computed, reuse, isFirst);
        }
      }
    }
    return List.of(String.join("\n", computed), String.join("\n", graphs));
  }

  /**
   * Makes another graph of each graph, and runs both.
   *
   * @param change what makes it
   * @return what the two do where that differs, and how many graphs are others
   */
  Changed change(UnaryOperator<Graph> change) {
    List<String> differences = new ArrayList<>();
    int[] changed = {0};
    for (Map.Entry<String, Graph> each : lowered.entrySet()) {
      Map<String, Derived> all = derive(each.getKey(), each.getValue());
      Map<String, Derived> others = new LinkedHashMap<>();
      all.forEach(
          (name, derived) -> {
            if (derived.graph() != null && !name.equals("flat")) {
              Graph other = change.apply(derived.graph());
              changed[0] += other == derived.graph() ? 0 : 1;
              try {
                Verifier.verify(other);
              } catch (VerificationException e) {
                throw new AssertionError(GraphPrinter.print(other), e);
              }
              others.put(name, new Derived(other, ""));
            }
          });
      for (Program.Call call : program.calls()) {
        if (call.method().equals(each.getKey()) && all.containsKey(CLEANED)) {
          Graph primal = all.get(CLEANED).graph();
          Map<String, Object> known = new HashMap<>();
          others.forEach(
              (name, other) -> {
                String expected = run(call, name, all.get(name), primal, known);
                String actual = run(call, name, other, primal, known);
                if (!actual.equals(expected)) {
                  differences.add(call + " " + name + ": " + actual + " instead of " + expected);
                }
              });
        }
      }
    }
    return new Changed(differences, changed[0]);
  }

  /**
   * What a change of graphs did.
   *
   * @param differences between what the graphs do
   * @param graphs how many became others
   */
  record Changed(List<String> differences, int graphs) {}

  /**
   * @param graph null where there is none
   * @param text of the graph, or why there is none
   */
  private record Derived(Graph graph, String text) {}

  private static Graph put(Map<String, Derived> all, String name, Supplier<Graph> derivation) {
    try {
      Graph graph = derivation.get();
      Verifier.verify(graph);
      all.put(name, new Derived(graph, GraphPrinter.print(graph)));
      return graph;
    } catch (RuntimeException e) {
      all.put(name, new Derived(null, e.toString()));
      return null;
    }
  }

  private Map<String, Derived> derive(String method, Graph raw) {
    Map<String, Derived> all = new LinkedHashMap<>();
    Graph flat = put(all, "flat", () -> FlattenRecords.run(raw));
    if (flat == null) {
      return all;
    }
    put(all, "lowered", () -> CommonSubexpressions.run(LowerExits.run(Inline.everything(flat))));
    Graph graph =
        put(all, CLEANED, () -> EliminateDeadCode.run(SimplifyArithmetic.run(Inline.run(flat))));
    if (graph == null) {
      return all;
    }
    put(all, "kernels", () -> InnerLoopKernels.run(graph));
    put(all, "split", () -> SplitLargeFunctions.run(graph));
    put(all, "without rules", () -> ForgetDerivatives.run(graph));
    int outputs = graph.outputs().size();
    if (outputs > 1) {
      List<String> last = graph.outputs().subList(outputs - 1, outputs);
      put(all, "last output", () -> SelectOutputs.run(graph, last));
    }
    List<String> wrt = wrt(method, graph);
    if (!wrt.isEmpty()) {
      deriveBy(wrt, graph, program.source(), all);
    }
    return all;
  }

  /** The inputs that the program asks for, or all. */
  private List<String> wrt(String method, Graph graph) {
    return asked.computeIfAbsent(
        method,
        key -> {
          try {
            List<String> outputs = modes.graph(method + "Gradient").outputs();
            return outputs.subList(1, outputs.size());
          } catch (AssertionError e) { // no such graph
            List<String> floating = new ArrayList<>();
            for (int i = 0; i < graph.inputs().size(); i++) {
              if (isFloating(graph.inputType(i))) {
                floating.add(graph.inputs().get(i).name());
              }
            }
            return floating;
          }
        });
  }

  private static boolean isFloating(ValueType type) {
    return type.isFloating() || type instanceof ArrayType array && array.element().isFloating();
  }

  private static void deriveBy(
      List<String> wrt, Graph graph, String source, Map<String, Derived> all) {
    List<ValueType> results = graph.entry().resultTypes();
    boolean isNumber = results.size() == 1 && results.get(0).isFloating();
    boolean hasTensors = results.stream().anyMatch(type -> type instanceof TensorType);
    for (int i = 0; i < graph.inputs().size(); i++) {
      hasTensors |=
          wrt.contains(graph.inputs().get(i).name()) && graph.inputType(i) instanceof TensorType;
    }
    put(all, "vjp", () -> Vjp.of(graph, wrt));
    put(all, "jvp", () -> Jvp.of(graph, wrt));
    if (source.contains("JVP")) {
      put(all, "jvp2", () -> JvpBatch.of(graph, wrt, 2));
    }
    if (isNumber) {
      Graph gradient = put(all, "gradient", () -> Gradients.of(graph, wrt));
      if (GradientInto.fits(graph, wrt)) {
        put(all, "gradient into", () -> GradientInto.of(graph, wrt));
      }
      if (gradient != null && source.contains("HESSIAN_VECTOR_PRODUCT")) {
        put(all, "hvp", () -> Jvp.of(gradient, wrt));
      }
      all.put("zeros", new Derived(null, ZeroDerivatives.of(graph, wrt).toString()));
    }
    if (!hasTensors && source.contains("JACOBIAN")) {
      put(all, "jacobian", () -> Jacobians.of(graph, wrt));
      put(all, "jacobian into", () -> Jacobians.into(graph, wrt));
    }
    if (!hasTensors && isNumber && source.contains("HESSIAN")) {
      put(all, "hessian", () -> Jacobians.hessian(graph, wrt));
      put(all, "hessian diagonal", () -> Jacobians.hessianDiagonal(graph, wrt));
      put(all, "hessian diagonal into", () -> Jacobians.hessianDiagonalInto(graph, wrt));
    }
  }

  private void run(
      Program.Call call,
      Map<String, Derived> all,
      List<String> computed,
      boolean reuse,
      boolean isFirst) {
    Graph primal = all.get(CLEANED).graph();
    Map<String, Object> known = numbers.computeIfAbsent(call, key -> new HashMap<>());
    all.forEach(
        (name, derived) -> {
          if (derived.graph() != null && !name.equals("flat")) { // sessions want no records
            String what = call + " " + name + ": ";
            String key = what + derived.text();
            String result = results.get(key);
            if (result == null || !reuse) {
              result = run(call, name, derived, primal, known);
            }
            if (isFirst) {
              results.put(key, result);
            }
            computed.add(what + result);
          }
        });
  }

  /**
   * @param known results of other graphs, which tell the sizes of what is written into arrays
   */
  private String run(
      Program.Call call, String name, Derived derived, Graph primal, Map<String, Object> known) {
    Observation observation = new Observation();
    Object[] arguments = modes.arguments(call);
    Object model = modes.newModel(modes.plain());
    try {
      Method method = Reflection.method(modes.plain(), call.method(), arguments.length);
      Map<String, Object> extras = new LinkedHashMap<>();
      SplittableRandom random = new SplittableRandom(1);
      for (int i = primal.inputs().size(); i < derived.graph().inputs().size(); i++) {
        String extra = derived.graph().inputs().get(i).name();
        Object alike = name.endsWith(" into") ? known.get(name.replace(" into", "")) : null;
        if (alike == null || name.startsWith("gradient")) {
          alike = alike(extra, primal, known, model, method, arguments);
        }
        if (name.startsWith("gradient") && alike instanceof Number number) {
          alike = number instanceof Double ? new double[1] : new float[1];
        }
        extras.put(extra, ForwardCheck.like(alike, () -> random.nextDouble(-1, 1)));
      }
      Results results = modes.runGraph(derived.graph(), model, method, arguments, extras);
      for (String output : results.names()) {
        observation.value(output, results.get(output));
        if (name.equals(CLEANED)) {
          known.put(DerivedInputs.tangent(output), results.get(output));
        }
      }
      if (results.names().size() == 1 && results.get(results.names().get(0)) != null) {
        known.put(name, results.get(results.names().get(0)));
      }
      extras.forEach(observation::value);
    } catch (RuntimeException | AssertionError e) {
      observation.thrown(e);
    }
    for (int i = 0; i < arguments.length; i++) {
      observation.value("argument " + i, arguments[i]);
    }
    return observation.toString();
  }

  /** The input or result that {@code dX}, or {@code dX0} where there are several, belongs to. */
  private static Object alike(
      String extra,
      Graph primal,
      Map<String, Object> known,
      Object model,
      Method method,
      Object[] arguments) {
    for (String name : List.of(extra, extra.replaceAll("_+$", ""), extra.replaceAll(".$", ""))) {
      for (Graph.Input input : primal.inputs()) {
        if (DerivedInputs.tangent(input.name()).equals(name)) {
          return Slot.of(input.name(), model, method, arguments).get();
        }
      }
      if (known.containsKey(name)) {
        return known.get(name);
      }
    }
    throw new AssertionError("nothing is like " + extra);
  }
}
