package dev.kiln.processor.emit.name;

import dev.kiln.graph.Graph;
import dev.kiln.processor.emit.model.GeneratedClasses;
import dev.kiln.processor.emit.name.OverloadedDerivatives.Derivative;
import dev.kiln.processor.model.DerivativeName;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.processor.model.source.SourceAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/**
 * The names of what is generated from compute methods: methods with derivatives, the records that
 * these return, and methods that build graphs.
 *
 * <p>The gradient of {@code f} is {@code fGradient}, for every overload of {@code f} where Java
 * then chooses the right one ({@link OverloadedDerivatives}); else it is {@code
 * fGradientOfDoubleInt}. Graphs, whose methods take nothing, and records of overloads always have
 * such a name. A name that the model has already gets a number.
 */
public final class DerivedNames {
  /** The suffix of the gradient. */
  public static final String GRADIENT = "Gradient";

  /** What is appended to the name of the form that writes into given arrays. */
  public static final String GRADIENT_INTO = "GradientInto";

  /** The methods without arguments that every class has. */
  private static final Set<String> OF_OBJECT =
      Set.of(
          "clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

  /** One method with a derivative; the suffix is empty for the method itself. */
  private record Key(ExecutableElement method, String suffix) {
    Key(LoweredMethod method, String suffix) {
      this(method.method().element(), suffix);
    }
  }

  private final Map<Key, String> methods = new HashMap<>();
  private final Map<Key, String> records = new HashMap<>();
  private final Map<Key, String> graphs = new HashMap<>();

  private final TakenNames taken;

  /** The names of methods in the compiled class. */
  private final Set<String> used;

  private DerivedNames(TakenNames taken) {
    this.taken = taken;
    this.used = new HashSet<>(taken.methods());
  }

  /** The names for a model. */
  public static DerivedNames of(
      SourceAccess sources, ModelClass model, List<LoweredMethod> lowered) {
    DerivedNames names = new DerivedNames(TakenNames.of(sources, model.element()));
    List<ExecutableElement> members = new ArrayList<>();
    List<TypeElement> lineage = new ArrayList<>(Inheritance.lineage(model.element()));
    lineage.removeIf(each -> each.getQualifiedName().contentEquals("java.lang.Object"));
    for (TypeElement type : lineage) { // nobody means wait(long, int) by the wait of a model
      members.addAll(ElementFilter.methodsIn(type.getEnclosedElements()));
    }
    Map<String, List<LoweredMethod>> byName =
        lowered.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.method().name(), LinkedHashMap::new, Collectors.toList()));
    OverloadedDerivatives overloads = new OverloadedDerivatives(sources.types());
    Inheritance inheritance = sources.inheritance();
    Set<String> recordNames =
        new HashSet<>(Set.of(lowerCase(GeneratedClasses.compiled(model).simpleName())));
    byName.forEach(
        (name, methods) -> {
          List<ExecutableElement> others =
              members.stream()
                  .filter(each -> each.getSimpleName().contentEquals(name))
                  .filter(each -> inheritance.isMember(each, model.element()))
                  .filter(each -> !inheritance.isOverridden(each, model.element()))
                  .toList();
          names.nameDerivatives(name, methods, others, overloads, recordNames);
        });
    names.nameGraphs(byName);
    return names;
  }

  /** The derivatives of a method by suffix. */
  private static Map<String, Graph> derivatives(LoweredMethod method) {
    Map<String, Graph> derivatives = new LinkedHashMap<>();
    method.gradient().ifPresent(gradient -> derivatives.put(GRADIENT, gradient));
    for (DerivedMethod each : method.derived()) {
      derivatives.put(each.key(), each.graph());
    }
    return derivatives;
  }

  /** {@code energyGradient}, or {@code forcesGradient} for the key {@code forces.Gradient}. */
  private static String preferred(String method, String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? method + key : key.substring(0, dot) + key.substring(dot + 1);
  }

  private void nameDerivatives(
      String name,
      List<LoweredMethod> lowered,
      List<ExecutableElement> others,
      OverloadedDerivatives overloads,
      Set<String> recordNames) {
    Map<String, List<LoweredMethod>> bySuffix = new LinkedHashMap<>();
    for (LoweredMethod method : lowered) {
      derivatives(method)
          .keySet()
          .forEach(
              suffix -> bySuffix.computeIfAbsent(suffix, key -> new ArrayList<>()).add(method));
    }
    bySuffix.forEach(
        (suffix, having) -> {
          List<Derivative> derived =
              having.stream()
                  .map(each -> Derivative.of(each, derivatives(each).get(suffix)))
                  .toList();
          boolean isNamed = suffix.indexOf('.') >= 0; // then no overload has the same
          boolean shared = isNamed || mayShare(having, suffix, derived, others, overloads);
          String common = shared ? unused(preferred(name, suffix), used) : "";
          for (LoweredMethod method : having) {
            String explicit = preferred(name, suffix) + types(method);
            String chosen = shared ? common : unused(explicit, used);
            methods.put(new Key(method, suffix), chosen);
            String record = JavaNames.capitalised(having.size() == 1 ? chosen : explicit);
            records.put(new Key(method, suffix), unusedInAnyCase(record, recordNames));
          }
        });
  }

  /** What overloads of batched forms take tells less than what the methods take. */
  private static boolean mayShare(
      List<LoweredMethod> having,
      String suffix,
      List<Derivative> derived,
      List<ExecutableElement> others,
      OverloadedDerivatives overloads) {
    boolean isBatched =
        having.get(0).derived().stream()
            .anyMatch(each -> each.key().equals(suffix) && each.batched().isPresent());
    return isBatched ? having.size() == 1 : overloads.mayShare(derived, others);
  }

  private void nameGraphs(Map<String, List<LoweredMethod>> byName) {
    Set<String> used = new HashSet<>();
    for (List<LoweredMethod> overloads : byName.values()) { // the methods themselves first
      for (LoweredMethod method : overloads) {
        nameGraph(method, "", overloads.size() > 1, used);
      }
    }
    for (List<LoweredMethod> overloads : byName.values()) {
      for (LoweredMethod method : overloads) {
        for (String suffix : derivatives(method).keySet()) {
          nameGraph(method, suffix, overloads.size() > 1, used);
        }
      }
    }
  }

  private void nameGraph(LoweredMethod method, String suffix, boolean explicit, Set<String> used) {
    boolean hasTypes = explicit && suffix.indexOf('.') < 0;
    String name = preferred(method.method().name(), suffix) + (hasTypes ? types(method) : "");
    graphs.put(new Key(method, suffix), unused(ofGraph(name), used));
  }

  /** A static method of the name of one that every class has would not compile. */
  private static String ofGraph(String name) {
    return OF_OBJECT.contains(name) ? name + "_" : name;
  }

  private static String types(LoweredMethod method) {
    return DerivativeName.types(method.method().element());
  }

  /** Component names for outputs such as {@code encoder.w1}, all different. */
  public static List<String> components(List<String> outputs) {
    List<String> names = new ArrayList<>();
    for (String output : outputs) {
      String name = JavaNames.identifier(output);
      // names that a record component cannot have
      boolean taken =
          names.contains(name)
              || Set.of(
                      "clone",
                      "finalize",
                      "getClass",
                      "hashCode",
                      "notify",
                      "notifyAll",
                      "toString",
                      "wait")
                  .contains(name);
      for (int i = 2; taken; i++) {
        name = JavaNames.identifier(output) + i;
        taken = names.contains(name);
      }
      names.add(name);
    }
    return names;
  }

  private static String unused(String preferred, Set<String> taken) {
    String name = preferred;
    for (int i = 2; !taken.add(name); i++) {
      name = preferred + i;
    }
    return name;
  }

  /** File systems may take class files for the same whose names differ by case only. */
  private static String unusedInAnyCase(String preferred, Set<String> taken) {
    String name = preferred;
    for (int i = 2; !taken.add(lowerCase(name)); i++) {
      name = preferred + i;
    }
    return name;
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The method of the compiled class that has a derivative. */
  public String method(LoweredMethod method, String suffix) {
    return methods.get(new Key(method, suffix));
  }

  /** The record that the method with a derivative returns, where it returns one. */
  public String record(LoweredMethod method, String suffix) {
    return records.get(new Key(method, suffix));
  }

  /** The method that builds a graph; the suffix is empty for the method itself. */
  public String graph(LoweredMethod method, String suffix) {
    return graphs.get(new Key(method, suffix));
  }

  /** The names of methods that the compiled class has or inherits. */
  public Set<String> methods() {
    return new HashSet<>(used);
  }

  /** The names that the model and its surroundings have. */
  public TakenNames taken() {
    return taken;
  }

  /** The names of the methods that build graphs. */
  public Set<String> graphs() {
    return new HashSet<>(graphs.values());
  }

  /** Whether a record has the name, in any case. */
  public boolean isRecord(String name) {
    return records.values().stream().anyMatch(name::equalsIgnoreCase);
  }
}
