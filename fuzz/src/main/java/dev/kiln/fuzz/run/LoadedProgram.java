package dev.kiln.fuzz.run;

import dev.kiln.fuzz.program.ProgramText;
import dev.kiln.fuzz.trace.BranchTrace;
import dev.kiln.fuzz.trace.Instrumentation;
import dev.kiln.graph.Graph;
import dev.kiln.session.Feeds;
import dev.kiln.testkit.run.InMemoryClasses;
import dev.kiln.testkit.run.Invocation;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The classes of a compiled program. */
public final class LoadedProgram {
  private final String packageName;
  private final String name;
  private final InMemoryClasses classes;
  private final Map<String, Graph> graphs = new HashMap<>();

  LoadedProgram(String packageName, String name, Map<String, byte[]> classFiles) {
    this(packageName, name, new InMemoryClasses(classFiles, Map.of()));
  }

  private LoadedProgram(String packageName, String name, InMemoryClasses classes) {
    this.packageName = packageName;
    this.name = name;
    this.classes = classes;
  }

  /** The same program, apart from this one, which notes its branches; see {@link BranchTrace}. */
  public LoadedProgram traced() {
    return new LoadedProgram(packageName, name, classes.changed(Instrumentation::of));
  }

  /** A call: the method, and arguments that no other call has seen. */
  public record Call(String method, Object[] arguments) {
    /** Whether an array is met twice in the arguments. */
    public boolean isSharing() {
      return isSharing(arguments, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean isSharing(Object value, Set<Object> seen) {
      if (value instanceof Record) {
        return Arrays.stream(value.getClass().getRecordComponents())
            .anyMatch(each -> isSharing(Invocation.of(each.getAccessor(), value), seen));
      }
      if (value == null || !value.getClass().isArray()) {
        return false;
      }
      boolean isSharing = !seen.add(value);
      for (int i = 0; value instanceof Object[] && i < Array.getLength(value); i++) {
        isSharing |= isSharing(Array.get(value, i), seen);
      }
      return isSharing;
    }
  }

  /** The call {@code index} with fresh arguments; null after the last. */
  public Call call(int index) {
    Method arguments = method(load(name + ProgramText.CALLS), "arguments");
    Object[] values = (Object[]) Invocation.of(arguments, null, index);
    return values == null
        ? null
        : new Call((String) values[0], Arrays.copyOfRange(values, 1, values.length));
  }

  public Object newPlain() {
    return construct(load(name));
  }

  public Object newCompiled() {
    return construct(load("Compiled" + name));
  }

  /** The method of the model as it is written, whose parameters have their names. */
  public Method declared(String method) {
    return method(load(name), method);
  }

  /** The method that {@code call} calls on an object of the model's class, or the generated one. */
  Method method(Object model, Call call) {
    return method(model.getClass(), call.method());
  }

  /** The names of the methods that were generated. */
  public Set<String> generated() {
    Set<String> names = new TreeSet<>();
    for (Method method : load("Compiled" + name).getDeclaredMethods()) {
      boolean isHidden = Modifier.isPrivate(method.getModifiers()) || method.isSynthetic();
      if (!isHidden) {
        names.add(method.getName());
      }
    }
    return names;
  }

  public boolean hasGraph(String graph) {
    return Arrays.stream(load(name + "Graphs").getDeclaredMethods())
        .anyMatch(each -> each.getName().equals(graph));
  }

  public Graph graph(String graph) {
    return graphs.computeIfAbsent(
        graph, key -> (Graph) Invocation.of(method(load(name + "Graphs"), key), null));
  }

  /** All generated graphs. */
  public List<Graph> graphs() {
    List<Graph> all = new ArrayList<>();
    for (Method method : load(name + "Graphs").getDeclaredMethods()) {
      if (method.getReturnType() == Graph.class && method.getParameterCount() == 0) {
        all.add(graph(method.getName()));
      }
    }
    return all;
  }

  public Feeds stateOf(Object model) {
    return (Feeds) Invocation.of(method(load(name + "Graphs"), "stateOf"), null, model);
  }

  /** The name of a static field without the package, which two forms of a program differ in. */
  String local(String field) {
    return field.startsWith(packageName + ".") ? field.substring(packageName.length() + 1) : field;
  }

  private Class<?> load(String simpleName) {
    try {
      return Class.forName(packageName + "." + simpleName, true, classes);
    } catch (ClassNotFoundException e) {
      throw new LinkageError(e.toString(), e);
    }
  }

  public static Method method(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.getName().equals(name)
            && !method.isBridge()
            && !Invocation.isStaticForm(method)
            && !Modifier.isPrivate(method.getModifiers())) {
          method.setAccessible(true);
          return method;
        }
      }
    }
    throw new LinkageError(type.getName() + " has no method " + name);
  }

  private static Object construct(Class<?> type) {
    try {
      return Invocation.of(type.getDeclaredConstructor());
    } catch (NoSuchMethodException e) {
      throw new LinkageError(e.toString(), e);
    }
  }
}
