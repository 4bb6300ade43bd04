package dev.kiln.agreement.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.array.NdArray;
import dev.kiln.session.Results;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Columns;
import dev.kiln.testkit.run.Observation;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares batched forms with loops over their examples: {@code fBatch} with {@code f} as plain
 * Java, and {@code fBatchGradient} with {@code fGradient}, compiled and in a session, bit for bit.
 */
final class BatchCheck {
  private final Modes modes;

  private BatchCheck(Program program) {
    this.modes = new Modes(program, InMemoryCompiler.compile(program.files()));
    modes.checkGraphs();
  }

  /** A model with the given members. */
  static BatchCheck model(String name, String members) {
    return new BatchCheck(Program.model(name, members));
  }

  /**
   * One call of batched forms; each mode has arguments of its own, since methods may write them.
   */
  final class Call {
    private final List<Object> given;
    private final boolean[] batched;

    private Call(List<Object> given) {
      this.given = given;
      this.batched = new boolean[given.size()];
      Arrays.fill(batched, true);
    }

    /** The arguments at these positions have no leading axis. */
    Call sharing(int... positions) {
      for (int each : positions) {
        batched[each] = false;
      }
      return this;
    }

    /** {@code fBatch} is the loop over {@code f} as plain Java. */
    Call agrees(String method, int examples) {
      Object[] arguments = arguments();
      List<Object> expected = loop(modes.newModel(modes.plain()), method, arguments, examples);
      check(method + "Batch", expected, arguments);
      return this;
    }

    /** A batched derivative is the loop over the derivative of each example. */
    Call agreesDerivative(String method, String suffix, int examples) {
      Object[] arguments = arguments();
      List<Object> expected = loop(modes.newCompiled(), method + suffix, arguments, examples);
      check(method + "Batch" + suffix, expected, arguments);
      return this;
    }

    private void check(String batch, List<Object> expected, Object[] left) {
      Object[] compiled = arguments();
      Object result = Reflection.call(type(), modes.newCompiled(), batch, compiled);
      assertEquals(texts(expected), texts(parts(result, expected.size())), "compiled " + batch);
      assertEquals(text(left), text(compiled), "arguments of compiled " + batch);
      Object[] fed = arguments();
      Method method = Reflection.method(type(), batch, fed.length);
      Object plain = modes.newModel(modes.plain());
      Results results = modes.runGraph(batch, plain, method, fed);
      Object fromSession = value(method.getReturnType(), results);
      assertEquals(texts(expected), texts(parts(fromSession, expected.size())), "session " + batch);
    }

    Object[] arguments() {
      return modes.arguments(new Program.Call("", given));
    }

    private List<Object> loop(Object model, String method, Object[] arguments, int examples) {
      List<Object> results = new ArrayList<>();
      for (int i = 0; i < examples; i++) {
        Object[] ofExample = arguments.clone();
        for (int j = 0; j < batched.length; j++) {
          ofExample[j] = batched[j] ? part(arguments[j], i) : arguments[j];
        }
        results.add(Reflection.call(model.getClass(), model, method, ofExample));
      }
      return results;
    }
  }

  /** A call with the arguments of the batched form. */
  Call on(Object... arguments) {
    return new Call(Arrays.asList(arguments));
  }

  /** What {@code fBatch} of the compiled class returns. */
  Object compiled(String batch, Object... arguments) {
    return Reflection.call(type(), modes.newCompiled(), batch, arguments);
  }

  /** What a session returns that runs the graph of a batched form. */
  Object session(String batch, Object... arguments) {
    Method method = Reflection.method(type(), batch, arguments.length);
    Object plain = modes.newModel(modes.plain());
    return value(method.getReturnType(), modes.runGraph(batch, plain, method, arguments));
  }

  Modes modes() {
    return modes;
  }

  private Class<?> type() {
    return modes.newCompiled().getClass();
  }

  private static Object value(Class<?> type, Results results) {
    if (type == void.class) {
      return null;
    }
    List<String> names = new ArrayList<>(results.names());
    if (isOfDerivative(type)) {
      return names.stream().map(results::get).toList();
    }
    Map<String, Object> leaves = new HashMap<>();
    names.forEach(each -> leaves.put(each, results.get(each)));
    boolean isRecord = type.isRecord() || Columns.isRecordArray(type);
    return new Columns().value(isRecord ? "" : names.get(0), type, leaves::get);
  }

  /** Whether a record is one that a derivative returns, not one of the model. */
  private static boolean isOfDerivative(Class<?> type) {
    Class<?> around = type.getEnclosingClass();
    return around != null && around.getSimpleName().startsWith("Compiled");
  }

  /** What belongs to each example. */
  private static List<Object> parts(Object batch, int examples) {
    List<Object> parts = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      parts.add(part(batch, i));
    }
    return parts;
  }

  private static Object part(Object batch, int example) {
    if (batch == null) {
      return null;
    }
    if (batch instanceof NdArray array) {
      return part(Tensor.of(array), example);
    }
    if (batch instanceof Tensor tensor) {
      return tensor.get(example);
    }
    if (batch instanceof List<?> results) {
      return results.stream().map(each -> part(each, example)).toList();
    }
    if (batch instanceof Record record) {
      List<Object> parts =
          Reflection.components(record).stream().map(each -> part(each, example)).toList();
      return isOfDerivative(record.getClass())
          ? parts
          : Reflection.construct(record.getClass(), parts.toArray());
    }
    return Array.get(batch, example);
  }

  private static List<String> texts(List<Object> results) {
    return results.stream().map(each -> text(new Object[] {flat(each)})).toList();
  }

  /** A record as the list of its components, as the results of sessions are. */
  private static Object flat(Object value) {
    if (value instanceof Record record) {
      return flat(Reflection.components(record));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(each -> text(new Object[] {flat(each)})).toList();
    }
    return value;
  }

  private static String text(Object[] values) {
    return Observation.text(Arrays.asList(values));
  }
}
