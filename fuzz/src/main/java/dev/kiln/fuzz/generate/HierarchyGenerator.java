package dev.kiln.fuzz.generate;

import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.Statement;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Superclasses of a model, in one package or two, and an interface. Their methods have the same few
 * names, so that they override, hide and overload one another, and each computes something else.
 */
final class HierarchyGenerator {
  private static final ValueType NUMBER = ScalarType.FLOAT64;
  private static final String OTHER = "other";
  private static final String INTERFACE = "Plain";
  private static final String OVERLOADED = "many";
  private static final List<ScalarType> OVERLOADS =
      List.of(ScalarType.FLOAT64, ScalarType.FLOAT32, ScalarType.INT64, ScalarType.INT32);

  private final Randomness random;
  private final List<Level> levels = new ArrayList<>();
  private final boolean hasInterface;
  private int constants;

  /** A class, from the top down; the last is the model. */
  private record Level(
      String packageName, String name, List<Program.Field> fields, List<Program.Method> methods) {
    String path() {
      return packageName.isEmpty()
          ? Program.PACKAGE + "." + name
          : Program.PACKAGE + "." + packageName + "." + name;
    }

    Optional<Program.Method> method(String wanted) {
      return methods.stream().filter(each -> each.name().equals(wanted)).findFirst();
    }
  }

  /**
   * A hierarchy over a model.
   *
   * @param model the name of its class
   */
  HierarchyGenerator(Randomness random, String model) {
    this.random = random;
    this.hasInterface = random.chance(0.4);
    for (String name : random.chance(0.5) ? List.of("Top") : List.of("Top", "Middle")) {
      add(random.chance(0.3) ? OTHER : "", name);
    }
    add("", model);
    int families = 2 + random.below(3);
    for (int i = 0; i < families; i++) {
      family(i);
    }
    if (random.chance(0.5)) {
      overloads();
    }
    if (hasInterface) {
      model().methods().addAll(interfaceMembers());
    }
  }

  private void add(String packageName, String name) {
    List<Program.Field> fields = new ArrayList<>();
    fields.add(new Program.Field("static final", "double", "SHARED", constant()));
    fields.add(new Program.Field("private final", "double", "own", constant()));
    levels.add(new Level(packageName, name, fields, new ArrayList<>()));
  }

  private Level model() {
    return levels.get(levels.size() - 1);
  }

  /** Numbers that tell one method from another. */
  private String constant() {
    return 1 + constants++ + ".125";
  }

  List<Program.Field> fields() {
    return model().fields();
  }

  List<Program.Method> methods() {
    return model().methods();
  }

  /** What stands before the body of the model. */
  String header() {
    return "@Model\nclass " + model().name() + supertypes(levels.size() - 1);
  }

  private String supertypes(int level) {
    String superclass = level == 0 ? "" : " extends " + levels.get(level - 1).path();
    boolean isModel = level == levels.size() - 1;
    return superclass + (isModel && hasInterface ? " implements " + INTERFACE : "");
  }

  /** The classes and interfaces above the model. */
  List<Program.ModelClass> above() {
    List<Program.ModelClass> classes = new ArrayList<>();
    for (int i = 0; i < levels.size() - 1; i++) {
      Level level = levels.get(i);
      boolean isPublic = levels.stream().anyMatch(each -> !each.packageName().isEmpty());
      String header = (isPublic ? "public class " : "class ") + level.name() + supertypes(i);
      String annotated = random.chance(0.5) ? "@Model\n" + header : header;
      classes.add(
          new Program.ModelClass(
              level.packageName(), level.name(), annotated, level.fields(), level.methods(), ""));
    }
    if (hasInterface) {
      Expression call = call("fixed", List.of(parameter()));
      List<Program.Method> members =
          List.of(
              method("default", "given", plus(call, times(parameter()))),
              method("static", "fixed", times(parameter())));
      classes.add(
          new Program.ModelClass("", INTERFACE, "interface " + INTERFACE, List.of(), members, ""));
    }
    return classes;
  }

  /** How the model calls all these. */
  List<Context.Callable> callables(boolean isStatic) {
    List<Context.Callable> found = new ArrayList<>();
    for (String name : targets(levels.size() - 1, "", isStatic)) {
      found.add(callable(name, NUMBER));
    }
    if (levels.stream().anyMatch(level -> level.method(OVERLOADED).isPresent()) && !isStatic) {
      OVERLOADS.forEach(type -> found.add(callable(OVERLOADED, type)));
    }
    if (hasInterface) {
      found.add(callable(INTERFACE + ".fixed", NUMBER));
      if (!isStatic) {
        found.add(callable("given", NUMBER));
      }
    }
    return found;
  }

  private static Context.Callable callable(String name, ValueType parameter) {
    return new Context.Callable(name, Optional.of(NUMBER), List.of(parameter), -1, 8);
  }

  /** The model has a method of the name of the static one, and may override the other. */
  private List<Program.Method> interfaceMembers() {
    List<Program.Method> members = new ArrayList<>();
    members.add(method(random.of("static", "", "private"), "fixed", times(parameter())));
    if (random.chance(0.5)) {
      Expression inherited = call(INTERFACE + ".super.given", List.of(parameter()));
      members.add(method("public", "given", plus(inherited, times(parameter()))));
    }
    return members;
  }

  /** Methods of one name and one parameter of different types, in different classes. */
  private void overloads() {
    for (ScalarType type : OVERLOADS) {
      int index = type.equals(ScalarType.FLOAT64) ? 0 : random.below(levels.size());
      if (type.equals(ScalarType.FLOAT64) || random.chance(0.6)) {
        Expression value = new Expression.Cast(NUMBER, new Expression.Variable(type, "a"));
        List<Program.Parameter> parameters = List.of(new Program.Parameter(type, "a"));
        levels
            .get(index)
            .methods()
            .add(
                new Program.Method(
                    "public",
                    Optional.of(NUMBER),
                    OVERLOADED,
                    parameters,
                    List.of(new Statement.Return(Optional.of(times(value))))));
      }
    }
  }

  /** A method in some of the classes, which calls those made before. */
  private void family(int number) {
    String name = "m" + number;
    for (int i = 0; i < levels.size(); i++) {
      if (i > 0 && random.chance(0.35)) {
        continue;
      }
      Optional<String> modifiers = modifiers(i, name);
      if (modifiers.isPresent()) {
        boolean isStatic = modifiers.get().contains("static");
        levels.get(i).methods().add(method(modifiers.get(), name, body(i, number, isStatic)));
      }
    }
  }

  /** Modifiers that Java allows, given those above; none where there are none. */
  private Optional<String> modifiers(int level, String name) {
    String access = random.of("public", "protected", "", "private");
    Boolean isStatic = null;
    for (int i = level - 1; i >= 0; i--) {
      Optional<Program.Method> above = levels.get(i).method(name);
      if (above.isEmpty() || !isVisible(level, i, above.get())) {
        continue;
      }
      boolean isOther = above.get().modifiers().contains("static");
      if (isStatic != null && isStatic != isOther) {
        return Optional.empty();
      }
      isStatic = isOther;
      access = wider(access, above.get().modifiers().replace("static", "").strip());
    }
    boolean chosen = isStatic != null ? isStatic : random.chance(0.4);
    return Optional.of((access + (chosen ? " static" : "")).strip());
  }

  private static String wider(String first, String second) {
    List<String> order = List.of("public", "protected", "", "private");
    return order.indexOf(first) < order.indexOf(second) ? first : second;
  }

  private boolean isVisible(int from, int to, Program.Method method) {
    boolean isPackage = levels.get(from).packageName().equals(levels.get(to).packageName());
    String modifiers = method.modifiers();
    return modifiers.contains("public")
        || modifiers.contains("protected")
        || !modifiers.contains("private") && isPackage;
  }

  /** Whether a class has the method as a member: no class between is of another package. */
  private boolean isMember(int from, int to, Program.Method method) {
    boolean isPackage = true;
    for (int i = to; i <= from; i++) {
      isPackage &= levels.get(i).packageName().equals(levels.get(to).packageName());
    }
    boolean isOpen =
        method.modifiers().contains("public") || method.modifiers().contains("protected");
    return from == to || isOpen || !method.modifiers().contains("private") && isPackage;
  }

  private Expression body(int level, int number, boolean isStatic) {
    Expression sum = plus(times(parameter()), new Expression.Variable(NUMBER, "SHARED"));
    if (!isStatic && random.chance(0.5)) {
      sum = plus(sum, new Expression.Variable(NUMBER, "own"));
    }
    for (int i = 0; i < number; i++) {
      List<String> targets = targets(level, "m" + i, isStatic);
      if (!targets.isEmpty() && random.chance(0.5)) {
        sum = plus(sum, call(random.of(targets), List.of(parameter())));
      }
    }
    return sum;
  }

  /** What a class may write to call methods of a name; of all names where that is empty. */
  private List<String> targets(int level, String name, boolean isStatic) {
    List<String> found = new ArrayList<>();
    List<String> names =
        name.isEmpty()
            ? levels.stream()
                .flatMap(each -> each.methods().stream())
                .map(Program.Method::name)
                .filter(each -> each.matches("m\\d"))
                .distinct()
                .toList()
            : List.of(name);
    for (String each : names) {
      member(level, level, each, isStatic).ifPresent(found::add);
      member(level, level - 1, each, isStatic)
          .filter(target -> !isStatic)
          .ifPresent(target -> found.add("super." + each));
      for (int i = 0; i < level; i++) {
        named(level, i, each, isStatic).ifPresent(found::add);
      }
    }
    return found;
  }

  /** The name where it means a member that is declared in a class up to {@code last}. */
  private Optional<String> member(int level, int last, String name, boolean isStatic) {
    for (int i = last; i >= 0; i--) {
      Optional<Program.Method> method = levels.get(i).method(name);
      if (method.isPresent() && isMember(level, i, method.get())) {
        boolean fits = !isStatic || method.get().modifiers().contains("static");
        return fits ? Optional.of(name) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** A static method by its class, another by a cast. */
  private Optional<String> named(int from, int to, String name, boolean isStatic) {
    Optional<Program.Method> method = levels.get(to).method(name);
    if (method.isEmpty() || !isVisible(from, to, method.get())) {
      return Optional.empty();
    }
    boolean isOther = !levels.get(from).packageName().equals(levels.get(to).packageName());
    if (method.get().modifiers().contains("static")) {
      return Optional.of(levels.get(to).path() + "." + name);
    }
    boolean isReachable = !isOther || method.get().modifiers().contains("public");
    return isStatic || !isReachable
        ? Optional.empty()
        : Optional.of("((" + levels.get(to).path() + ") this)." + name);
  }

  private static Program.Method method(String modifiers, String name, Expression value) {
    return new Program.Method(
        modifiers,
        Optional.of(NUMBER),
        name,
        List.of(new Program.Parameter(NUMBER, "a")),
        List.of(new Statement.Return(Optional.of(value))));
  }

  private static Expression parameter() {
    return new Expression.Variable(NUMBER, "a");
  }

  private static Expression call(String name, List<Expression> arguments) {
    return new Expression.Call(NUMBER, name, arguments);
  }

  private static Expression plus(Expression left, Expression right) {
    return new Expression.Infix(NUMBER, "+", left, right);
  }

  private Expression times(Expression value) {
    Expression factor = new Expression.Literal(NUMBER, constant());
    return new Expression.Infix(NUMBER, "*", factor, value);
  }
}
