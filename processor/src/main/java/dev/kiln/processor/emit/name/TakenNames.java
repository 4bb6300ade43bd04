package dev.kiln.processor.emit.name;

import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.processor.model.source.Neighbours;
import dev.kiln.processor.model.source.SourceAccess;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/**
 * Names around a model that mean something else in generated code than they usually do.
 *
 * @param methods of the model, its superclasses and its interfaces
 * @param fields of these; in the compiled class they obscure classes of their names
 * @param types that are members of these, and hide classes of their names
 * @param neighbours classes in the model's package that hide those of java.lang
 */
public record TakenNames(
    Set<String> methods, Set<String> fields, Set<String> types, Set<String> neighbours) {
  /** Classes in others, which are imported with these. */
  private static final Map<String, List<String>> NESTED =
      Map.of(
          "Workspace",
          List.of("Pool"),
          "SavedValues",
          List.of("OfFloats", "OfDoubles", "OfInts", "OfLongs", "OfBooleans", "OfReferences"));

  /** Classes of java.lang that generated code may name. */
  private static final Set<String> JAVA_LANG =
      Set.of(
          "ArithmeticException",
          "ArrayIndexOutOfBoundsException",
          "AssertionError",
          "Error",
          "IllegalArgumentException",
          "IllegalStateException",
          "IndexOutOfBoundsException",
          "NoClassDefFoundError",
          "NoSuchMethodError",
          "Object",
          "Override",
          "RuntimeException",
          "UnsupportedOperationException");

  public TakenNames {
    methods = Set.copyOf(methods);
    fields = Set.copyOf(fields);
    types = Set.copyOf(types);
    neighbours = Set.copyOf(neighbours);
  }

  static TakenNames of(SourceAccess sources, TypeElement model) {
    Set<String> methods = new HashSet<>();
    Set<String> fields = new HashSet<>();
    Set<String> types = new HashSet<>();
    for (TypeElement each : Inheritance.lineage(model)) {
      List<? extends Element> members = each.getEnclosedElements();
      ElementFilter.methodsIn(members).forEach(method -> methods.add(name(method)));
      ElementFilter.fieldsIn(members).forEach(field -> fields.add(name(field)));
      ElementFilter.typesIn(members).forEach(type -> types.add(name(type)));
    }
    Set<String> neighbours = new HashSet<>();
    PackageElement around = sources.elements().getPackageOf(model);
    for (String each : JAVA_LANG) {
      if (Neighbours.named(each, around, sources.elements()) != null) {
        neighbours.add(each);
      }
    }
    return new TakenNames(methods, fields, types, neighbours);
  }

  private static String name(Element element) {
    return element.getSimpleName().toString();
  }

  /** Names of classes that a class beside the model says with their packages. */
  public String[] qualified() {
    return neighbours.toArray(String[]::new);
  }

  /** Names of classes that a subclass of the model says with their packages. */
  public String[] qualifiedInSubclass() {
    Set<String> names = new HashSet<>(neighbours);
    names.addAll(fields);
    names.addAll(types);
    NESTED.forEach(
        (outer, nested) -> {
          if (names.contains(outer)) {
            names.addAll(nested);
          }
        });
    return names.toArray(String[]::new);
  }
}
