package dev.kiln.processor;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import dev.kiln.processor.diagnostic.Diagnostic;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.tools.Diagnostic.Kind;

/**
 * The only link to javac's trees, in a class of its own, so that the processor loads under
 * compilers that have none.
 *
 * <p>Build tools hand processors a wrapped environment, which {@link Trees} refuses: Gradle's
 * incremental compiler a class with a field {@code delegate}, IntelliJ IDEA a proxy that {@code
 * org.jetbrains.jps.javac.APIWrappers} unwraps.
 */
final class TreeAccess {
  private final Trees trees;
  private final ProcessingEnvironment environment;
  private AcceptedByJavac accepted;

  private TreeAccess(Trees trees, ProcessingEnvironment environment) {
    this.trees = trees;
    this.environment = environment;
  }

  /** The trees of this compilation; empty where the compiler offers none. */
  static Optional<TreeAccess> of(ProcessingEnvironment environment) {
    ProcessingEnvironment current = environment;
    while (current != null) {
      try {
        return Optional.of(new TreeAccess(Trees.instance(current), current));
      } catch (IllegalArgumentException | LinkageError e) {
        current = unwrapped(current);
      }
    }
    return Optional.empty();
  }

  Trees trees() {
    return trees;
  }

  /** Runs the action if javac writes a class file for a generated class, having found no error. */
  void ifAccepted(String generatedClass, Runnable action) {
    if (accepted == null) {
      accepted = new AcceptedByJavac();
      JavacTask.instance(environment).addTaskListener(accepted);
    }
    accepted.expect(generatedClass, action);
  }

  /** Where a tree is: the same for the same place of a file. */
  String place(Diagnostic diagnostic) {
    return diagnostic.unit().getSourceFile().toUri()
        + ":"
        + trees.getSourcePositions().getStartPosition(diagnostic.unit(), diagnostic.tree());
  }

  /** Prints an error on a tree, so that it sits on the exact expression. */
  void print(Kind kind, Diagnostic diagnostic) {
    trees.printMessage(kind, diagnostic.message(), diagnostic.tree(), diagnostic.unit());
  }

  private static ProcessingEnvironment unwrapped(ProcessingEnvironment wrapper) {
    ProcessingEnvironment inner = fromIntelliJ(wrapper);
    return inner != null ? inner : fromField(wrapper);
  }

  private static ProcessingEnvironment fromIntelliJ(ProcessingEnvironment wrapper) {
    try {
      Class<?> wrappers =
          wrapper.getClass().getClassLoader().loadClass("org.jetbrains.jps.javac.APIWrappers");
      Method unwrap = wrappers.getDeclaredMethod("unwrap", Class.class, Object.class);
      return (ProcessingEnvironment) unwrap.invoke(null, ProcessingEnvironment.class, wrapper);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  /** Gradle's wrapper, or any other that keeps the environment in a field. */
  private static ProcessingEnvironment fromField(ProcessingEnvironment wrapper) {
    Object holder = wrapper;
    if (Proxy.isProxyClass(wrapper.getClass())) {
      InvocationHandler handler = Proxy.getInvocationHandler(wrapper);
      holder = handler;
    }
    for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        try {
          field.setAccessible(true);
          if (field.get(holder) instanceof ProcessingEnvironment inner && inner != wrapper) {
            return inner;
          }
        } catch (ReflectiveOperationException | RuntimeException e) {
          // not readable: try the next field
        }
      }
    }
    return null;
  }
}
