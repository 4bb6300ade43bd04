package dev.kiln.fuzz.run;

import dev.kiln.fuzz.program.ProgramText;
import dev.kiln.fuzz.trace.BranchTrace;
import dev.kiln.fuzz.trace.Instrumentation;
import dev.kiln.graph.Graph;
import dev.kiln.op.CheckOps;
import dev.kiln.session.Feeds;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The classes of a compiled program. */
public final class LoadedProgram {
  private final String packageName;
  private final String name;
  private final InMemoryClasses classes;
  private final Map<String, Graph> graphs = new HashMap<>();

  LoadedProgram(String packageName, String name, Map<String, byte[]> classFiles) {
    this(packageName, name, new InMemoryClasses(classFiles, UnaryOperator.identity()));
  }

  private LoadedProgram(String packageName, String name, InMemoryClasses classes) {
    this.packageName = packageName;
    this.name = name;
    this.classes = classes;
  }

  /** The same program, apart from this one, which notes its branches; see {@link BranchTrace}. */
  LoadedProgram traced() {
    return new LoadedProgram(
        packageName, name, new InMemoryClasses(classes.classFiles, Instrumentation::of));
  }

  /** Loads classes from memory, with assertions on. */
  private static final class InMemoryClasses extends ClassLoader {
    private final Map<String, byte[]> classFiles;
    private final UnaryOperator<byte[]> change;

    InMemoryClasses(Map<String, byte[]> classFiles, UnaryOperator<byte[]> change) {
      super(InMemoryClasses.class.getClassLoader());
      this.classFiles = classFiles;
      this.change = change;
      // as sessions, which follow the assertion status of the runtime
      setDefaultAssertionStatus(CheckOps.class.desiredAssertionStatus());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classFiles.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] changed = change.apply(bytes);
      return defineClass(name, changed, 0, changed.length);
    }
  }

  /** A call: the method, and arguments that no other call has seen. */
  public record Call(String method, Object[] arguments) {}

  /** The call {@code index} with fresh arguments; null after the last. */
  Call call(int index) {
    Method arguments = method(load(name + ProgramText.CALLS), "arguments");
    Object[] values = (Object[]) Invocation.of(arguments, null, index);
    return values == null
        ? null
        : new Call((String) values[0], Arrays.copyOfRange(values, 1, values.length));
  }

  Object newPlain() {
    return construct(load(name));
  }

  Object newCompiled() {
    return construct(load("Compiled" + name));
  }

  /** The method of the model as it is written, whose parameters have their names. */
  Method declared(String method) {
    return method(load(name), method);
  }

  boolean hasGraph(String graph) {
    return Arrays.stream(load(name + "Graphs").getDeclaredMethods())
        .anyMatch(each -> each.getName().equals(graph));
  }

  Graph graph(String graph) {
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

  Feeds stateOf(Object model) {
    return (Feeds) Invocation.of(method(load(name + "Graphs"), "stateOf"), null, model);
  }

  private Class<?> load(String simpleName) {
    try {
      return Class.forName(packageName + "." + simpleName, true, classes);
    } catch (ClassNotFoundException e) {
      throw new LinkageError(e.toString(), e);
    }
  }

  static Method method(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.getName().equals(name)
            && !method.isBridge()
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
