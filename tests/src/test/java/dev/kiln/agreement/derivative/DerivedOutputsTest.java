package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.Program.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.agreement.DerivedCheck;
import dev.kiln.agreement.DerivedCheck.Fault;
import dev.kiln.agreement.DerivedOutput;
import dev.kiln.agreement.DerivedOutput.Kind;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Slot;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.array.StackOps;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What {@link DerivedCheck} compares: all that derivatives return and leave behind. Each output is
 * damaged, and graphs of derivatives return other values than they should; the check notices.
 */
final class DerivedOutputsTest {
  private static final Map<String, Set<Kind>> KINDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("Gradient", EnumSet.of(Kind.RESULT, Kind.GRADIENT, Kind.ARGUMENT)),
              Map.entry("GradientInto", EnumSet.of(Kind.RESULT, Kind.GRADIENT, Kind.ARGUMENT)),
              Map.entry("Vjp", EnumSet.of(Kind.RESULT, Kind.COTANGENT, Kind.GIVEN, Kind.ARGUMENT)),
              Map.entry("Jvp", EnumSet.of(Kind.RESULT, Kind.TANGENT, Kind.GIVEN, Kind.ARGUMENT)),
              Map.entry(
                  "Hvp",
                  EnumSet.of(
                      Kind.RESULT,
                      Kind.GRADIENT,
                      Kind.PRODUCT,
                      Kind.TANGENT,
                      Kind.GIVEN,
                      Kind.ARGUMENT)),
              Map.entry("Jacobian", EnumSet.of(Kind.JACOBIAN, Kind.ARGUMENT)),
              Map.entry("JacobianInto", EnumSet.of(Kind.JACOBIAN, Kind.ARGUMENT)),
              Map.entry("Hessian", EnumSet.of(Kind.HESSIAN, Kind.ARGUMENT)),
              Map.entry("HessianInto", EnumSet.of(Kind.HESSIAN, Kind.ARGUMENT)),
              Map.entry("HessianDiagonal", EnumSet.of(Kind.DIAGONAL, Kind.ARGUMENT)),
              Map.entry("HessianDiagonalInto", EnumSet.of(Kind.DIAGONAL, Kind.ARGUMENT))));

  private static final String ALL =
      "@Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN,"
          + " Mode.HESSIAN_VECTOR_PRODUCT, Mode.HESSIAN, Mode.HESSIAN_DIAGONAL})\n";
  private static final String FIRST =
      "@Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})\n";

  private static final List<Program> PROGRAMS =
      List.of(
          model(
                  "DamagedNumber",
                  ALL
                      + """
                      double f(double a, double[] x, double[] y, int[] count) {
                        count[0]++;
                        double sum = 0;
                        for (int i = 0; i < x.length; i++) {
                          y[i] *= Math.sin(x[i]) * a;
                          sum += y[i] * y[i] * x[i];
                        }
                        return sum * a;
                      }
                      """)
              .on(0.75, new double[] {0.5, -1.25}, new double[] {1.5, 2}, new int[] {3}),
          model(
                  "DamagedArrays",
                  """
                  record All(double[] first, float[][] second, int[] third, double sum) {}
                  """
                      + FIRST
                      + """
                      All f(double[] x, float[][] m, double[] unused) {
                        double[] first = x.clone();
                        for (int i = 1; i < x.length; i++) { first[i] *= first[i - 1]; }
                        m[0][0] *= m[0][1];
                        m[0][0] *= (float) first[0];
                        double sum = first[1] * m[0][0] * unused[0];
                        return new All(first, m, new int[] {x.length}, sum);
                      }
                      """)
              .on(new double[] {0.5, -1.25}, new float[][] {{1.5f, 2}}, new double[] {2, 3}),
          model(
                  "DamagedTensors",
                  """
                  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP})
                  @Shape(value = "3", dtype = DType.FLOAT64)
                  Tensor f(@Shape(value = "3", dtype = DType.FLOAT64) Tensor x, double a) {
                    return x.tanh().multiply(x);
                  }
                  """)
              .on(Tensor.of(new double[] {0.5, -1.0, 2.0}, 3), 2.0));

  private interface Body {
    void run(Modes modes, Program.Call call, String suffix);
  }

  private static void eachMode(Body body) throws IOException {
    for (Program program : PROGRAMS) {
      Modes modes = new Modes(program, InMemoryCompiler.compile(program.files()));
      for (Program.Call call : program.calls()) {
        for (String suffix : new DerivedCheck(modes, call).suffixes()) {
          body.run(modes, call, suffix);
        }
      }
    }
  }

  private static void check(Modes modes, Program.Call call, String suffix, Fault fault) {
    new DerivedCheck(modes, call, fault).run(suffix);
  }

  /** A kind of output that nobody knows fails; a mode that nobody lists does, too. */
  @Test
  void theOutputsOfAllModesAreKnown() throws IOException {
    Map<String, Set<Kind>> found = new TreeMap<>();
    eachMode(
        (modes, call, suffix) ->
            check(
                modes,
                call,
                suffix,
                new Fault(
                    UnaryOperator.identity(),
                    outputs -> {
                      Set<Kind> kinds =
                          found.computeIfAbsent(suffix, key -> EnumSet.noneOf(Kind.class));
                      outputs.forEach(each -> kinds.add(each.kind()));
                      return outputs;
                    })));
    assertEquals(KINDS, found);
  }

  @Test
  void aDamagedOutputIsNoticed() throws IOException {
    List<String> damaged = new ArrayList<>();
    eachMode(
        (modes, call, suffix) -> {
          List<DerivedOutput> outputs = new ArrayList<>();
          check(modes, call, suffix, damaging(all -> keep(all, outputs)));
          for (int i = 0; i < outputs.size(); i++) {
            int index = i;
            if (Slot.elements(outputs.get(i).value()).isEmpty()) {
              continue; // no numbers
            }
            damaged.add(suffix);
            assertThrows(
                AssertionError.class,
                () -> check(modes, call, suffix, damaging(all -> damage(all, index))),
                () -> suffix + " with damaged " + outputs.get(index));
          }
        });
    assertEquals(KINDS.keySet(), new java.util.TreeSet<>(damaged));
  }

  private static Fault damaging(UnaryOperator<List<DerivedOutput>> outputs) {
    return new Fault(UnaryOperator.identity(), outputs);
  }

  private static List<DerivedOutput> keep(List<DerivedOutput> all, List<DerivedOutput> kept) {
    kept.clear();
    kept.addAll(all);
    return all;
  }

  private static List<DerivedOutput> damage(List<DerivedOutput> all, int index) {
    List<DerivedOutput> damaged = new ArrayList<>(all);
    DerivedOutput output = all.get(index);
    damaged.set(
        index, new DerivedOutput(output.kind(), output.name(), damaged(output.value(), true)));
    return damaged;
  }

  /** A copy of the structure in which the first number is another. */
  private static Object damaged(Object value, boolean first) {
    double more = first ? 0.125 : 0;
    if (value instanceof Double number) {
      return number + more;
    }
    if (value instanceof Float number) {
      return (float) (number + more);
    }
    if (value instanceof Integer number) {
      return first ? number + 1 : number;
    }
    if (value instanceof Tensor tensor) {
      return tensor.add(Tensor.of(new double[] {more}, 1));
    }
    Object copy = Array.newInstance(value.getClass().getComponentType(), Array.getLength(value));
    for (int i = 0; i < Array.getLength(value); i++) {
      Array.set(copy, i, damaged(Array.get(value, i), first && i == 0));
    }
    return copy;
  }

  /** An equal array is not the argument that the method returns. */
  @Test
  void aCopyOfAResultIsNoticed() throws IOException {
    Modes modes = new Modes(PROGRAMS.get(1), InMemoryCompiler.compile(PROGRAMS.get(1).files()));
    Program.Call call = PROGRAMS.get(1).calls().get(0);
    for (String suffix : List.of("Vjp", "Jvp")) {
      Fault copying =
          damaging(
              outputs -> {
                List<DerivedOutput> all = new ArrayList<>(outputs);
                DerivedOutput second = all.get(1);
                all.set(
                    1,
                    new DerivedOutput(
                        second.kind(), second.name(), ((float[][]) second.value()).clone()));
                return all;
              });
      assertThrows(AssertionError.class, () -> check(modes, call, suffix, copying));
    }
  }

  /** Mutants of which value a derivative returns, and of what it puts back into arrays. */
  @Test
  void aDerivativeThatReturnsSomethingElseIsNoticed() throws IOException {
    List<String> killed = new ArrayList<>();
    List<String> survivors = new ArrayList<>();
    eachMode(
        (modes, call, suffix) -> {
          if (suffix.contains("Into") && !suffix.startsWith("Gradient")) {
            return; // nothing is returned
          }
          Graph graph = modes.graph(call.method() + suffix);
          mutants(suffix, graph)
              .forEach(
                  (name, mutant) -> {
                    String text = call.method() + suffix + " of " + call + ": " + name;
                    try {
                      check(
                          modes,
                          call,
                          suffix,
                          new Fault(original -> mutant, UnaryOperator.identity()));
                      survivors.add(text);
                    } catch (AssertionError | RuntimeException e) {
                      killed.add(text);
                    }
                  });
        });
    assertEquals(List.of(), survivors);
    assertFalse(killed.stream().noneMatch(each -> each.contains("not put back")), "no contents");
  }

  private static Map<String, Graph> mutants(String suffix, Graph graph) {
    Map<String, Graph> mutants = new TreeMap<>();
    Block body = graph.entry().body();
    List<Value> returned = body.terminator().operands();
    for (int i = 0; i < returned.size(); i++) {
      for (int j = 0; j < returned.size(); j++) {
        if (i != j && returned.get(i).type().equals(returned.get(j).type())) {
          List<Value> other = new ArrayList<>(returned);
          other.set(i, returned.get(j));
          mutants.put("output " + i + " is output " + j, with(graph, body.operations(), other));
        }
      }
      for (Value input : graph.entry().parameters()) {
        if (!input.equals(returned.get(i)) && input.type().equals(returned.get(i).type())) {
          List<Value> other = new ArrayList<>(returned);
          other.set(i, input);
          mutants.put(
              "output " + i + " is the input " + input, with(graph, body.operations(), other));
        }
      }
    }
    if (suffix.matches("Jacobian|Hessian.*")) {
      return mutants; // they put back what was not changed yet, before the first run
    }
    Set<Value> contents = new HashSet<>();
    for (Operation operation : body.operations()) {
      if (operation instanceof Operation.Apply apply
          && apply.definition() == StackOps.STACK_NEW
          && apply.result().name().equals("contents")) {
        contents.add(apply.result());
      }
    }
    for (int i = 0; i < body.operations().size(); i++) {
      if (body.operations().get(i) instanceof Operation.Apply apply
          && apply.definition() == StackOps.STACK_POP_ALL
          && contents.contains(apply.operands().get(0))) {
        List<Operation> fewer = new ArrayList<>(body.operations());
        fewer.remove(i);
        mutants.put(apply.operands().get(1) + " is not put back", with(graph, fewer, returned));
      }
    }
    return mutants;
  }

  private static Graph with(Graph graph, List<Operation> operations, List<Value> returned) {
    Block body =
        new Block(graph.entry().body().parameters(), operations, new Terminator.Return(returned));
    Function entry = new Function(graph.entry().name(), body, graph.entry().resultTypes());
    return new Graph(graph.name(), graph.inputs(), graph.outputs(), entry, graph.functions());
  }
}
