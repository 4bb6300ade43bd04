package dev.kiln.testkit.run;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.graph.Graph;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes arguments for a method. All arrays of a call have one size in every direction, integers are
 * indices of them, and sizes with names have one value each; so most programs do not only throw.
 */
public final class RandomArguments {
  private static final int LARGEST_SIZE = 5;

  private final Graph graph;
  private final Method method;
  private final Random random;

  /** The size of arrays in this call. */
  private int size;

  /** Whether there are no negative numbers in this call, for logarithms and roots. */
  private boolean isPositive;

  private Map<String, Long> sizes = new HashMap<>();

  /**
   * For a method and its graph, which knows the shapes of tensors.
   *
   * @param seed the same seed gives the same arguments
   */
  public RandomArguments(Graph graph, Method method, long seed) {
    this.graph = graph;
    this.method = method;
    this.random = new Random(seed);
  }

  /** The arguments of the next call. */
  public List<Object> next() {
    size = 1 + random.nextInt(LARGEST_SIZE);
    isPositive = random.nextBoolean();
    sizes = new HashMap<>();
    List<String> names = LoadedModel.argumentNames(graph, method);
    List<Object> arguments = new ArrayList<>();
    for (int i = 0; i < method.getParameterCount(); i++) {
      arguments.add(value(names.get(i), method.getParameterTypes()[i]));
    }
    return arguments;
  }

  private Object value(String path, Class<?> type) {
    if (type.isArray()) {
      Object array = Array.newInstance(type.getComponentType(), size);
      for (int i = 0; i < size; i++) {
        Array.set(array, i, value(path, type.getComponentType()));
      }
      return array;
    }
    if (type.isRecord()) {
      List<Object> parts = new ArrayList<>();
      for (RecordComponent component : type.getRecordComponents()) {
        parts.add(value(path + "." + component.getName(), component.getType()));
      }
      return Invocation.construct(type, parts.toArray());
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    }
    return type == Tensor.class ? tensor(path) : number(path, type);
  }

  private Object number(String path, Class<?> type) {
    if (type == double.class) {
      return real();
    }
    if (type == float.class) {
      return (float) real();
    }
    if (type == int.class) {
      return random.nextInt(size);
    }
    if (type == long.class) {
      return (long) random.nextInt(size);
    }
    if (type == boolean.class) {
      return random.nextBoolean();
    }
    if (type == byte.class) {
      return (byte) random.nextInt(256);
    }
    if (type == short.class) {
      return (short) random.nextInt(1 << 16);
    }
    if (type == char.class) {
      return (char) ('a' + random.nextInt(26));
    }
    throw new IllegalArgumentException(
        "there are no random values of type "
            + type.getSimpleName()
            + ", which "
            + path
            + " has; give inputs with on(..)");
  }

  private double real() {
    return isPositive ? 0.125 + 2 * random.nextDouble() : 4 * random.nextDouble() - 2;
  }

  private Tensor tensor(String path) {
    TensorType type = tensorType(path);
    int[] shape = new int[type.rank()];
    int count = 1;
    for (int i = 0; i < shape.length; i++) {
      Dim dim = type.dims().get(i);
      dim.names().forEach(each -> sizes.computeIfAbsent(each, key -> (long) size()));
      shape[i] = Math.toIntExact(Math.max(0, dim.evaluate(sizes)));
      count *= shape[i];
    }
    return Tensor.of(elements(type, TensorShape.of(shape), count));
  }

  private int size() {
    return 1 + random.nextInt(LARGEST_SIZE);
  }

  private NdArray elements(TensorType type, TensorShape shape, int count) {
    double[] doubles = new double[count];
    Arrays.setAll(doubles, i -> real());
    return switch (type.dtype()) {
      case FLOAT64 -> NdArray.of(shape, doubles);
      case FLOAT32 -> {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
          floats[i] = (float) doubles[i];
        }
        yield NdArray.of(shape, floats);
      }
      case INT32 -> NdArray.of(shape, random.ints(count, 0, size).toArray());
      case INT64 -> NdArray.of(shape, random.longs(count, 0, size).toArray());
      case BOOL -> {
        boolean[] booleans = new boolean[count];
        for (int i = 0; i < count; i++) {
          booleans[i] = random.nextBoolean();
        }
        yield NdArray.of(shape, booleans);
      }
    };
  }

  private TensorType tensorType(String path) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (graph.inputs().get(i).name().equals(path)
          && graph.inputType(i) instanceof TensorType type) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "the graph of "
            + method.getName()
            + " has no tensor "
            + path
            + "; give inputs with on(..)");
  }
}
