package dev.kiln.agreement;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Graph;
import dev.kiln.kernel.array.JavaArrays;
import dev.kiln.testkit.run.Columns;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What derivatives of a call are given beside its arguments: random tangents and cotangents, and
 * arrays to write into.
 */
public final class DerivedInputs {
  private final Modes modes;
  private final Program.Call call;
  private final List<String> wrt;
  private final Method method;
  private final Graph primal;

  public DerivedInputs(Modes modes, Program.Call call, List<String> wrt) {
    this.modes = modes;
    this.call = call;
    this.wrt = wrt;
    this.method = Reflection.method(modes.plain(), call.method(), call.arguments().size());
    this.primal = modes.graph(call.method());
  }

  /** The inputs of the method by the names of their tangents or cotangents. */
  public Map<String, String> byTangents() {
    Map<String, String> inputs = new LinkedHashMap<>();
    for (Graph.Input input : primal.inputs()) {
      for (String end : List.of("", "_", "__")) {
        inputs.put(tangent(input.name()) + end, input.name());
      }
    }
    return inputs;
  }

  /** Numbers for the inputs of a derived graph that the method does not have. */
  public Map<String, Object> of(Graph graph, String suffix, Map<String, Object> before) {
    SplittableRandom random = new SplittableRandom(suffix.hashCode());
    Map<String, Object> extras = new LinkedHashMap<>();
    for (int i = primal.inputs().size(); i < graph.inputs().size(); i++) {
      String name = graph.inputs().get(i).name();
      Object alike;
      if (before.containsKey(suffix.replace("Into", "")) && !suffix.startsWith("Gradient")) {
        alike = before.get(suffix.replace("Into", ""));
      } else if (suffix.equals("GradientInto") && source(plain(name)) instanceof Double) {
        alike = new double[1];
      } else if (suffix.equals("GradientInto") && source(plain(name)) instanceof Float) {
        alike = new float[1];
      } else {
        alike = alike(plain(name), suffix.equals("Vjp"));
      }
      Object numbers = ForwardCheck.like(alike, () -> random.nextDouble(-1, 1));
      clearWhereNull(byTangents().get(name), numbers);
      extras.put(name, numbers);
    }
    return extras;
  }

  /** Records that are null do not change. */
  private void clearWhereNull(String input, Object numbers) {
    for (int i = 0; input != null && i < call.arguments().size(); i++) {
      Parameter parameter = method.getParameters()[i];
      if (input.startsWith(parameter.getName() + ".")) {
        Object argument = modes.arguments(call)[i];
        Map<String, Object> leaves =
            new Columns().leaves(parameter.getName(), parameter.getType(), argument);
        if (leaves.get(parameter.getName() + ".non-null") instanceof boolean[] there) {
          for (int j = 0; j < there.length; j++) {
            if (!there[j] && numbers instanceof double[] all) {
              all[j] = 0;
            }
          }
        }
      }
    }
  }

  /** The name without what makes it differ from those of other inputs. */
  public static String plain(String name) {
    return name.replaceAll("_+$", "");
  }

  /**
   * The input or result that {@code dX} belongs to; {@code isCotangent} of an input that the call
   * has left as the method leaves it.
   */
  private Object alike(String name, boolean isCotangent) {
    Object source = isCotangent ? sourceAfterCall(name) : source(name);
    if (primal.inputs().stream().anyMatch(input -> tangent(input.name()).equals(name))) {
      return source;
    }
    Object result = Reflection.invoke(method, modes.newModel(modes.plain()), modes.arguments(call));
    for (Map.Entry<String, Object> each : leaves(result).entrySet()) {
      if (tangent(each.getKey()).equals(name)) {
        return each.getValue(); // or null
      }
    }
    throw new AssertionError("nothing is like " + name);
  }

  /** What the outputs of the graph are for what the method returns. */
  public Map<String, Object> leaves(Object result) {
    Class<?> type = method.getReturnType();
    return new Columns().leaves(type.isRecord() ? "" : "result", type, result);
  }

  private Object source(String name) {
    return source(name, modes.newModel(modes.plain()), modes.arguments(call));
  }

  private Object sourceAfterCall(String name) {
    Object model = modes.newModel(modes.plain());
    Object[] arguments = modes.arguments(call);
    Reflection.invoke(method, model, arguments);
    return source(name, model, arguments);
  }

  private Object source(String name, Object model, Object[] arguments) {
    for (Graph.Input input : primal.inputs()) {
      if (tangent(input.name()).equals(name)) {
        return Slot.of(input.name(), model, method, arguments).get();
      }
    }
    return null;
  }

  /** The name of the tangent or cotangent of an input or output. */
  public static String tangent(String name) {
    StringBuilder joined = new StringBuilder("d");
    for (String part : name.split("\\.")) {
      joined.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
    }
    return joined.toString();
  }

  /** As {@link #of} for a method that throws, so that the sizes of its results are not known. */
  public Map<String, Object> ofThrowing(Graph graph, String suffix) {
    Map<String, Object> extras = new LinkedHashMap<>();
    for (int i = primal.inputs().size(); i < graph.inputs().size(); i++) {
      String name = graph.inputs().get(i).name();
      Object source = isMatrixInto(suffix) ? buffer(suffix) : source(plain(name));
      Object none = graph.inputType(i) instanceof ArrayType type ? none(type) : (Object) 0.0;
      extras.put(name, source == null ? none : ForwardCheck.like(source, () -> 0.5));
    }
    return extras;
  }

  public static boolean isMatrixInto(String suffix) {
    return suffix.endsWith("Into") && !suffix.startsWith("Gradient");
  }

  /** What a Jacobian or Hessian is written into. */
  private Object buffer(String suffix) {
    int columns = 0;
    for (String input : wrt) {
      columns += Slot.elements(source(tangent(input))).size();
    }
    Object[] arguments = modes.arguments(call);
    int rows =
        primal.outputs().isEmpty()
            ? Slot.elements(arguments[arguments.length - 1]).size()
            : primal.outputs().size();
    return switch (suffix) {
      case "HessianInto" -> new double[columns][columns];
      case "HessianDiagonalInto" -> new double[columns];
      default -> new double[rows][columns];
    };
  }

  private static Object none(ArrayType type) {
    DType dtype = ((ScalarType) type.element()).dtype();
    return JavaArrays.allocate(dtype, type.rank(), 0);
  }
}
