package dev.kiln.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.autodiff.Gradients;
import dev.kiln.autodiff.Jacobians;
import dev.kiln.autodiff.Jvp;
import dev.kiln.autodiff.Vjp;
import dev.kiln.autodiff.vjp.VectorJacobianProducts;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.VerificationException;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.DotPrinter;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.graph.text.GraphSyntaxException;
import dev.kiln.io.CompleteFile;
import dev.kiln.io.ParameterList;
import dev.kiln.io.WeightFile;
import dev.kiln.nn.Initializers;
import dev.kiln.nn.Losses;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.session.Feeds;
import dev.kiln.session.Results;
import dev.kiln.session.Session;
import dev.kiln.tensor.StopGradient;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every public method of the classes that users call, with null, wrong dtypes, ranks and names,
 * sizes of zero, below it and beyond memory, NaN: it returns, or throws an exception that says what
 * is wrong. Which methods there are is read from the classes.
 */
class EntryPointsTest {
  /** How often each method is called at most. */
  private static final int CALLS = 300;

  private static final List<Class<?>> CLASSES =
      List.of(
          Tensor.class,
          NdArray.class,
          TensorShape.class,
          Feeds.class,
          Results.class,
          Session.class,
          GraphBuilder.class,
          Losses.class,
          Initializers.class,
          WeightFile.class,
          CompleteFile.class,
          ParameterList.class,
          StopGradient.class,
          Tape.class,
          Gradients.class,
          Jacobians.class,
          Jvp.class,
          Vjp.class,
          VectorJacobianProducts.class,
          Verifier.class,
          GraphParser.class,
          GraphPrinter.class,
          DotPrinter.class,
          Dim.class,
          TensorType.class,
          DType.class);

  /** What a method may throw. All but the first need a message. */
  private static final List<Class<? extends Throwable>> PERMITTED =
      List.of(
          IllegalArgumentException.class,
          IllegalStateException.class,
          IndexOutOfBoundsException.class,
          ArithmeticException.class,
          NullPointerException.class,
          UnsupportedOperationException.class,
          NoSuchElementException.class,
          IOException.class,
          NotDifferentiableException.class,
          TypeMismatchException.class,
          VerificationException.class,
          GraphSyntaxException.class);

  private final TreeSet<String> findings = new TreeSet<>();
  private int calls;

  @Test
  void everyMethodReturnsOrSaysWhatIsWrong() {
    for (Class<?> type : CLASSES) {
      for (Method method : type.getMethods()) {
        boolean own = method.getDeclaringClass().getName().startsWith("dev.kiln.");
        boolean forPasses = List.of(method.getParameterTypes()).contains(OpDefinition.class);
        if (own && !forPasses && !method.isSynthetic()) {
          callAll(type, method);
        }
      }
      Stream.of(type.getConstructors()).forEach(constructor -> callAll(type, constructor));
    }
    assertEquals("", String.join("\n", findings), findings.size() + " methods");
    assertTrue(calls > 10_000, calls + " calls");
  }

  private void callAll(Class<?> type, Executable executable) {
    Random random = new Random(executable.toString().hashCode());
    boolean isInstance = executable instanceof Method m && !Modifier.isStatic(m.getModifiers());
    for (int i = 0; i < CALLS; i++) {
      Object receiver = null;
      if (isInstance) {
        List<Object> receivers = new ArrayList<>(values(type, random));
        receivers.removeIf(Objects::isNull);
        receiver = receivers.get(random.nextInt(receivers.size()));
      }
      Class<?>[] types = executable.getParameterTypes();
      Type[] generic = executable.getGenericParameterTypes();
      Object[] arguments = new Object[types.length];
      for (int j = 0; j < types.length; j++) {
        List<Object> values = types[j] == List.class ? lists(generic[j]) : values(types[j], random);
        arguments[j] = values.get(random.nextInt(values.size()));
      }
      call(executable, receiver, arguments);
    }
  }

  private void call(Executable executable, Object receiver, Object[] arguments) {
    calls++;
    try {
      if (executable instanceof Method method) {
        Object result = method.invoke(receiver, arguments);
        if (result instanceof AutoCloseable open && result != receiver) {
          open.close();
        }
      } else {
        ((Constructor<?>) executable).newInstance(arguments);
      }
    } catch (InvocationTargetException e) {
      judge(executable, receiver, arguments, e.getCause());
    } catch (Exception e) {
      throw new AssertionError(executable.toString(), e);
    }
  }

  private void judge(Executable executable, Object receiver, Object[] arguments, Throwable thrown) {
    boolean permitted = PERMITTED.stream().anyMatch(each -> each.isInstance(thrown));
    boolean internal =
        thrown.getClass() == NegativeArraySizeException.class
            || thrown instanceof ClassCastException
            || thrown instanceof ArrayStoreException;
    boolean says = thrown.getMessage() != null;
    // an exception of the JDK's own, such as "Index 3 out of bounds for length 2", names nothing
    if (!permitted || internal || !says) {
      String name = executable.getDeclaringClass().getSimpleName() + "." + executable.getName();
      String text =
          name
              + Arrays.toString(executable.getParameterTypes())
                  .replaceAll("class |dev[.a-z]*\\.", "");
      if (findings.stream().noneMatch(each -> each.startsWith(text))) {
        findings.add(
            text
                + " of "
                + Arrays.deepToString(arguments).replace("\n", " ")
                + " on "
                + String.valueOf(receiver).replace("\n", " ")
                + " throws "
                + thrown
                + " at "
                + (thrown.getStackTrace().length > 0 ? thrown.getStackTrace()[0] : ""));
      }
    }
  }

  /** Good and bad values of a type. */
  private static List<Object> values(Class<?> type, Random random) {
    if (type == int.class) {
      return List.of(0, 1, 2, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return List.of(0L, 1L, -1L, Long.MAX_VALUE);
    }
    if (type == float.class) {
      return List.of(0f, 1.5f, Float.NaN, Float.NEGATIVE_INFINITY, -0f);
    }
    if (type == double.class) {
      return List.of(0.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY, -0.0, 1e300);
    }
    if (type == boolean.class) {
      return List.of(true, false);
    }
    List<Object> values = new ArrayList<>(references(type, random));
    values.add(null);
    return values;
  }

  private static List<Object> references(Class<?> type, Random random) {
    if (type.isEnum()) {
      return List.of(type.getEnumConstants());
    }
    if (type == int[].class) {
      return List.of(
          new int[0],
          new int[] {2},
          new int[] {2, 3},
          new int[] {0},
          new int[] {-1},
          new int[] {0, 1},
          new int[] {1, 0},
          new int[] {1 << 20, 1 << 20},
          new int[] {1, 1, 1, 7});
    }
    if (type.isArray()) {
      return arrays(type.getComponentType(), random);
    }
    if (type == String.class) {
      return List.of("", "x", "result", "no such name", "\u0000\ud800", "graph \"g\" {");
    }
    if (type == Tensor.class) {
      return new ArrayList<>(tensors());
    }
    if (type == NdArray.class) {
      return new ArrayList<>(tensors().stream().map(Tensor::array).toList());
    }
    if (type == TensorShape.class) {
      return List.of(
          TensorShape.scalar(), TensorShape.of(2), TensorShape.of(2, 0), TensorShape.of(3, 2));
    }
    if (type == Map.class) {
      return List.of(Map.of(), Map.of("x", Tensor.scalar(1f)), Collections.singletonMap("x", null));
    }
    return others(type);
  }

  private static List<Object> lists(Type type) {
    List<Object> lists = new ArrayList<>(Arrays.asList(List.of(), null));
    if (type.getTypeName().endsWith("<java.lang.String>")) {
      lists.add(List.of("x"));
      lists.add(List.of("x", "x"));
      lists.add(List.of("no such name"));
    } else if (type.getTypeName().endsWith("Dim>")) {
      lists.add(List.of(Dim.of(2), Dim.named("n")));
    }
    lists.add(Collections.singletonList(null));
    return lists;
  }

  private static List<Object> others(Class<?> type) {
    if (type == Graph.class) {
      return List.of(square());
    }
    if (type == Session.class) {
      return List.of(new Session(square()));
    }
    if (type == Feeds.class) {
      return List.of(Feeds.none(), Feeds.of("x", 2.0), Feeds.of("x", "text"), Feeds.of("y", 1.0));
    }
    if (type == Results.class) {
      return List.of(new Session(square()).run(Feeds.of("x", 2.0)));
    }
    if (type == ParameterList.class) {
      return List.of(ParameterList.of("Model").and("w", DType.FLOAT32, Dim.of(2)));
    }
    if (type == GraphBuilder.class) {
      return List.of(new GraphBuilder("built"));
    }
    if (type == Tape.class) {
      try (Tape tape = Tape.open()) {
        return List.of(tape);
      }
    }
    if (type == Dim.class) {
      return List.of(Dim.of(0), Dim.of(3), Dim.named("n"));
    }
    if (type == ValueType.class) {
      return List.of(ScalarType.FLOAT64, new TensorType(DType.FLOAT32, List.of(Dim.named("n"))));
    }
    if (type == TensorType.class) {
      return List.of(new TensorType(DType.FLOAT32, List.of(Dim.named("n"))));
    }
    if (type == RandomGenerator.class) {
      return List.of(new Random(1));
    }
    if (type == Path.class) {
      return List.of(Path.of("no", "such", "folder", "file"));
    }
    return type == Object.class ? List.of("text", 1, 2.5, Tensor.scalar(1f)) : List.of();
  }

  private static List<Object> arrays(Class<?> component, Random random) {
    List<Object> arrays = new ArrayList<>();
    for (int length = 0; length < 4; length++) {
      Object array = Array.newInstance(component, length);
      for (int i = 0; i < length; i++) {
        List<Object> values = values(component, random);
        Array.set(array, i, values.get(random.nextInt(values.size())));
      }
      arrays.add(array);
    }
    return arrays;
  }

  private static List<Tensor> tensors() {
    return List.of(
        Tensor.scalar(1.5f),
        Tensor.scalar(true),
        Tensor.of(new float[] {1, Float.NaN}),
        Tensor.of(new double[] {1, Double.NaN, Double.POSITIVE_INFINITY}),
        Tensor.of(new int[] {-1, 7}),
        Tensor.of(new int[] {0, 1}),
        Tensor.of(new long[] {Long.MIN_VALUE}),
        Tensor.of(new boolean[] {true, false}),
        Tensor.zeros(0),
        Tensor.zeros(2, 0),
        Tensor.ones(2, 3),
        Tensor.ones(DType.FLOAT64, 3, 2),
        Tensor.ones(2, 2, 2),
        Tensor.ones(1, 1, 1, 1));
  }

  /** {@code double square(double x)}. */
  private static Graph square() {
    return GraphParser.parse(
        "graph \"square\" { input \"x\" argument outputs (\"result\")"
            + " function \"square\"(%0.x: f64) -> (f64) {"
            + " %1: f64 = apply multiply(%0.x, %0.x) return(%1) } }");
  }
}
