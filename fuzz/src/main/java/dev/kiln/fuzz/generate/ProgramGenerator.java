package dev.kiln.fuzz.generate;

import static java.util.stream.Collectors.joining;

import dev.kiln.fuzz.program.Completion;
import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.Statement;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a program from a seed. */
public final class ProgramGenerator {
  private static final String MODEL = "Sample";

  private final Randomness random;
  private final Profile profile;
  private final Size size;
  private final Types types;
  private final List<Context.Callable> callables = new ArrayList<>();
  private final List<Context.Callable> staticCallables = new ArrayList<>();
  private final List<Context.Global> globals = new ArrayList<>();
  private final List<Context.Global> constants = new ArrayList<>();
  private final List<Context.Global> labels = new ArrayList<>();
  private final List<Program.Field> fields = new ArrayList<>();
  private final List<Program.Method> methods = new ArrayList<>();
  private Optional<HierarchyGenerator> hierarchy = Optional.empty();
  private Optional<ConstructGenerator> constructs = Optional.empty();

  private ProgramGenerator(long seed, Profile profile) {
    this.random = new Randomness(seed);
    this.profile = profile;
    this.size = Size.of(random);
    this.types = new Types(random, profile);
  }

  /** The program that a seed stands for. */
  public static Program generate(long seed, Profile profile) {
    return new ProgramGenerator(seed, profile).program();
  }

  private Program program() {
    List<Program.ModelClass> models = new ArrayList<>();
    if (profile.hasTensors()) {
      types.addTensors();
    }
    if (profile.hasStructure()) {
      for (int i = random.below(3); i > 0; i--) {
        types.newRecord();
      }
      fields.addAll(
          new FieldGenerator(random, profile, types, globals, constants, labels).fields());
      if (random.chance(0.3)) {
        models.add(nested());
      }
      if (random.chance(0.25)) {
        hierarchy = Optional.of(new HierarchyGenerator(random, MODEL));
        callables.addAll(hierarchy.get().callables(false));
        staticCallables.addAll(hierarchy.get().callables(true));
        fields.addAll(hierarchy.get().fields());
        methods.addAll(hierarchy.get().methods());
        models.addAll(hierarchy.get().above());
      }
      if (random.chance(0.25)) {
        constructs = Optional.of(new ConstructGenerator(random));
        callables.addAll(constructs.get().callables(false));
        staticCallables.addAll(constructs.get().callables(true));
        fields.addAll(constructs.get().fields());
        models.addAll(constructs.get().classes());
      }
      for (int i = random.below(size.statements()); i > 0; i--) {
        helper();
      }
    }
    List<Program.TestCall> calls = new ArrayList<>();
    if (profile == Profile.GRADIENT && random.chance(0.2)) {
      List<Program.Method> made = new SlopeGenerator(random, MODEL).methods();
      methods.addAll(made);
      callables.add(callable(made.get(1), "", -1, 20));
      calls.add(new CallGenerator(random, profile).call(made.get(0)));
    }
    int entries = random.chance(0.8) ? 1 : 2;
    for (int i = 0; i < entries; i++) {
      Program.Method entry = entry("f" + i);
      for (int j = 0; j < 3; j++) {
        calls.add(new CallGenerator(random, profile).call(entry));
      }
    }
    Program.ModelClass main =
        new Program.ModelClass(
            "",
            MODEL,
            hierarchy.map(HierarchyGenerator::header).orElse("@Model\nclass " + MODEL),
            List.copyOf(fields),
            List.copyOf(methods),
            constructs.map(ConstructGenerator::members).orElse(""));
    models.add(0, main);
    List<Program.RecordDeclaration> records =
        types.records().stream().map(Program.RecordDeclaration::new).toList();
    return new Program(MODEL, records, models, calls);
  }

  /** A nested model; its fields and methods are visible under the path to it. */
  private Program.ModelClass nested() {
    String name = "Inner";
    String path = "inner";
    List<Context.Global> ownGlobals = new ArrayList<>();
    List<Context.Global> ownConstants = new ArrayList<>();
    List<Program.Field> ownFields =
        new FieldGenerator(
                random,
                profile,
                new Types(random, profile),
                ownGlobals,
                ownConstants,
                new ArrayList<>())
            .fields();
    List<Program.Method> ownMethods = new ArrayList<>();
    List<Context.Callable> ownCallables = new ArrayList<>();
    Types plain = new Types(random, profile);
    for (int i = 1 + random.below(2); i > 0; i--) {
      Context context = new Context(random, profile, size, plain, ownCallables, ownGlobals);
      Program.Method method = method(context, "g" + i, "", Optional.of(plain.any(false)));
      ownMethods.add(method);
      ownCallables.add(callable(method, "", -1, context.cost));
    }
    for (Context.Callable each : ownCallables) {
      callables.add(
          new Context.Callable(
              path + "." + each.name(), each.result(), each.parameters(), -1, each.cost()));
    }
    for (Context.Global each : ownGlobals) {
      if (!ownConstants.contains(each)) {
        globals.add(new Context.Global(path + "." + each.name().replace("this.", ""), each.type()));
      }
    }
    fields.add(new Program.Field("final", name, path, "new " + name + "()"));
    return new Program.ModelClass(name, ownFields, ownMethods, "");
  }

  private static Context.Callable callable(
      Program.Method method, String prefix, int depth, int cost) {
    List<ValueType> parameters = method.parameters().stream().map(Program.Parameter::type).toList();
    return new Context.Callable(prefix + method.name(), method.result(), parameters, depth, cost);
  }

  private void helper() {
    if (random.chance(0.25)) {
      recursive();
      return;
    }
    boolean isStatic = random.chance(0.3);
    Context context = context(isStatic);
    Optional<ValueType> result =
        random.chance(0.15) ? Optional.empty() : Optional.of(types.local());
    String modifiers = isStatic ? "static" : random.of("", "private");
    Program.Method method = method(context, "h" + methods.size(), modifiers, result);
    methods.add(method);
    register(callable(method, "", -1, context.cost), isStatic);
  }

  private Context context(boolean isStatic) {
    Context context =
        new Context(
            random,
            profile,
            size,
            types,
            isStatic ? staticCallables : callables,
            isStatic ? constants : globals);
    context.labels.addAll(labels);
    return context;
  }

  private void register(Context.Callable callable, boolean isStatic) {
    callables.add(callable);
    if (isStatic) {
      staticCallables.add(callable);
    }
  }

  private Program.Method method(
      Context context, String name, String modifiers, Optional<ValueType> result) {
    context.result = result;
    List<Program.Parameter> parameters = new ArrayList<>();
    sizes(context, parameters);
    for (int i = 1 + random.below(3); i > 0; i--) {
      parameters.add(parameter(context, context.types.local()));
    }
    return new Program.Method(
        modifiers, result, name, parameters, body(context, size.statements() - 1));
  }

  private static Program.Parameter parameter(Context context, ValueType type) {
    String name = context.scope.freshName();
    context.scope.declare(name, type, true);
    return new Program.Parameter(type, name);
  }

  /** Adds a parameter that has every size that has a name, and is not assigned. */
  private static void sizes(Context context, List<Program.Parameter> parameters) {
    if (!context.types.tensors().isEmpty()) {
      String name = context.scope.freshName();
      context.scope.declare(name, context.types.tensors().get(0), false);
      parameters.add(new Program.Parameter(context.types.tensors().get(0), name));
    }
  }

  private List<Statement> body(Context context, int count) {
    StatementGenerator statements = new StatementGenerator(context);
    List<Statement> body =
        new ArrayList<>(statements.list(count + random.below(count), size.nesting()));
    if (context.result.isPresent() && Completion.completes(body)) {
      body.add(statements.returning(3));
    }
    return body;
  }

  /** A method that calls itself with its first argument lessened by one. */
  private void recursive() {
    boolean isStatic = random.chance(0.5);
    Context context = context(isStatic);
    ValueType result = random.chance(0.8) ? types.scalar() : types.array();
    context.result = Optional.of(result);
    String name = "r" + methods.size();
    String depth = context.scope.freshName();
    context.scope.declare(depth, ScalarType.INT32, false);
    List<Program.Parameter> parameters = new ArrayList<>();
    parameters.add(new Program.Parameter(ScalarType.INT32, depth));
    sizes(context, parameters);
    for (int i = 1 + random.below(2); i > 0; i--) {
      parameters.add(parameter(context, types.any(false)));
    }
    Expression left = new Expression.Variable(ScalarType.INT32, depth);
    Expression isLast = new Expression.Infix(ScalarType.BOOL, "<=", left, Literals.number(0));
    StatementGenerator statements = new StatementGenerator(context);
    List<Statement> body = new ArrayList<>();
    body.add(new Statement.If(isLast, List.of(statements.returning(2)), List.of()));
    body.addAll(statements.list(1 + random.below(2), 2));
    for (int i = 1 + random.below(2); i > 0 && Completion.completes(body); i--) {
      body.add(recursion(context, name, result, parameters, left));
      body.addAll(statements.list(random.below(2), 2));
    }
    if (Completion.completes(body)) {
      body.add(statements.returning(3));
    }
    Program.Method method =
        new Program.Method(isStatic ? "static" : "", Optional.of(result), name, parameters, body);
    methods.add(method);
    register(callable(method, "", 0, context.cost * 12), isStatic);
  }

  private Statement recursion(
      Context context,
      String name,
      ValueType result,
      List<Program.Parameter> parameters,
      Expression depth) {
    String variable = context.scope.freshName();
    List<Expression> arguments = new ArrayList<>();
    arguments.add(new Expression.Infix(ScalarType.INT32, "-", depth, Literals.number(1)));
    for (Program.Parameter each : parameters.subList(1, parameters.size())) {
      arguments.add(context.expressions.convertible(each.type(), 2));
    }
    Expression call = new Expression.Call(result, name, arguments);
    context.scope.declare(variable, result, true);
    return new Statement.Declaration(result, variable, Optional.of(call), false);
  }

  private Program.Method entry(String name) {
    Context context = context(false);
    Optional<ValueType> result = result();
    context.result = result;
    List<Program.Parameter> parameters = new ArrayList<>();
    sizes(context, parameters);
    for (int i = 2 + random.below(4); i > 0; i--) {
      parameters.add(parameter(context, argument()));
    }
    if (profile.isSmooth()) {
      parameters.add(parameter(context, ScalarType.FLOAT64));
    }
    String modifiers =
        profile.isSmooth() ? "@Compute @Differentiable" + modes(result.get()) : "@Compute";
    List<Statement> body = body(context, size.statements());
    Program.Method method = new Program.Method(modifiers, result, name, parameters, body);
    methods.add(method);
    callables.add(callable(method, "", -1, context.cost));
    return method;
  }

  /**
   * Gradients and second derivatives are of methods that return one number; matrices take no
   * tensors. Most programs have few modes, since each takes its time to compile.
   */
  private String modes(ValueType result) {
    boolean hasGradient = result instanceof ScalarType || result instanceof TensorType;
    if (hasGradient && random.chance(0.65)) {
      return "";
    }
    List<String> modes = new ArrayList<>();
    if (hasGradient) {
      modes.add("GRADIENT");
    }
    boolean isSecond = hasGradient && random.chance(0.3);
    if (!isSecond) {
      modes.addAll(List.of("VJP", "JVP"));
      if (!profile.hasTensors() && random.chance(0.3)) {
        modes.add("JACOBIAN");
      }
    } else if (profile.hasTensors()) {
      modes.add("HESSIAN_VECTOR_PRODUCT");
    } else {
      List<String> all = List.of("HESSIAN_VECTOR_PRODUCT", "HESSIAN", "HESSIAN_DIAGONAL");
      String first = random.of(all);
      all.stream().filter(each -> each.equals(first) || random.chance(0.3)).forEach(modes::add);
    }
    return modes.stream().map(each -> "Mode." + each).collect(joining(", ", "(modes = {", "})"));
  }

  private Optional<ValueType> result() {
    if (profile == Profile.TENSOR_GRADIENT && random.chance(0.8)) {
      return Optional.of(TensorType.of(types.tensors().get(0).dtype()));
    }
    if (profile == Profile.GRADIENT && random.chance(0.2)) {
      return Optional.of(types.several());
    }
    if (profile.isSmooth()) {
      return Optional.of(random.chance(0.85) ? ScalarType.FLOAT64 : ScalarType.FLOAT32);
    }
    return random.chance(0.1) ? Optional.empty() : Optional.of(types.local());
  }

  private ValueType argument() {
    if (profile.isSmooth() && random.chance(0.4)) {
      return new ArrayType(ScalarType.FLOAT64, random.chance(0.7) ? 1 : 2);
    }
    return types.local();
  }
}
