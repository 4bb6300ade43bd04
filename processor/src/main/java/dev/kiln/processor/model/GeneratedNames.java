package dev.kiln.processor.model;

import com.palantir.javapoet.ClassName;
import java.util.List;

/** The names of generated classes. */
public final class GeneratedNames {
  private GeneratedNames() {}

  /** {@code Outer_FooParameters} for {@code Outer.Foo}: the names of enclosing classes in front. */
  public static ClassName of(ClassName model, String prefix, String suffix) {
    List<String> names = model.simpleNames();
    String outer = String.join("_", names.subList(0, names.size() - 1));
    String own = prefix + names.get(names.size() - 1) + suffix;
    return ClassName.get(model.packageName(), outer.isEmpty() ? own : outer + "_" + own);
  }

  /** The class with the compiled methods of a model. */
  public static ClassName compiled(ClassName model) {
    return of(model, "Compiled", "");
  }

  /** The class with the graphs of a model. */
  public static ClassName graphs(ClassName model) {
    return of(model, "", "Graphs");
  }

  /** The class that holds the graphs of a model for other compilations. */
  public static ClassName serializedGraphs(ClassName model) {
    return of(model, "", "SerializedGraphs");
  }

  /** The class with the accessors of a model. */
  public static ClassName parameters(ClassName model) {
    return of(model, "", "Parameters");
  }
}
