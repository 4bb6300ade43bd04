package dev.kiln.processor.emit.compiled;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.lang.model.element.Modifier;

/**
 * Nested classes for the functions that the compiled class has no room for: a class file holds at
 * most 65,535 constants, where a {@code double} counts twice. JVMS 4.1 and 4.4.5.
 *
 * <pre>
 * private static final class Functions2 {
 *   private static void fGradientPart301(double x, double[] saved) { ... }
 * }
 * </pre>
 */
final class FurtherClasses {
  /** How many operations one class holds; each may have a constant and call a method. */
  private static final int ROOM = 12_000;

  private final Map<String, TypeSpec.Builder> classes = new LinkedHashMap<>();
  private final UnaryOperator<String> unused;
  private String current = "";
  private int operations;

  /**
   * @param unused gives a name for a nested class, from one that is preferred
   */
  FurtherClasses(UnaryOperator<String> unused) {
    this.unused = unused;
  }

  /** What calls the method for a function: {@code fPart1} or {@code Functions2.fPart301}. */
  String place(String method, Function function) {
    operations += size(function.body());
    if (operations > ROOM) {
      operations = size(function.body());
      current = unused.apply("Functions" + (classes.size() + 2));
      classes.put(
          current,
          TypeSpec.classBuilder(current)
              .addJavadoc("What does not fit into the class file of the class around it.\n")
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL));
    }
    return current.isEmpty() ? method : current + "." + method;
  }

  /** The name of a method without that of a class. */
  static String simpleName(String place) {
    return place.substring(place.indexOf('.') + 1);
  }

  /**
   * Adds a method.
   *
   * @param own the compiled class
   */
  void add(String place, MethodSpec method, TypeSpec.Builder own) {
    int dot = place.indexOf('.');
    (dot < 0 ? own : classes.get(place.substring(0, dot))).addMethod(method);
  }

  /** Adds the classes to the compiled one. */
  void addTo(TypeSpec.Builder own) {
    classes.values().forEach(each -> own.addType(each.build()));
  }

  private static int size(Block block) {
    int size = block.operations().size();
    for (Operation operation : block.operations()) {
      for (Block nested : operation.blocks()) {
        size += size(nested);
      }
    }
    return size;
  }
}
