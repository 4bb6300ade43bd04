package dev.kiln.processor.frontend;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.TypeMismatchException;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One method body on its way to a function: the state that the lowering classes share. */
final class Body {
  /** Where a variable may be one thing or another. */
  private static final String ASSIGNED = "assigned on one path of several";

  /** The code that {@code this} is about. */
  final Receiver receiver;

  final CompilationUnitTree unit;
  final MethodLowering program;
  final Deque<Target> targets = new ArrayDeque<>();
  final StatementLowering statements = new StatementLowering(this);
  final ExpressionLowering expressions = new ExpressionLowering(this);
  final CheckpointMarks checkpoints = new CheckpointMarks(this);
  final Constancy constancy = new Constancy(this);
  final Recovery recovery = new Recovery(this);

  /** Parameters of the function that stand for fields of the model, by path. */
  final Map<String, Value> fields = new LinkedHashMap<>();

  Environment environment = new Environment();
  BlockBuilder block;

  /** The type of the result; null until it is known, and for void. */
  ValueType resultType;

  /** Whether the method returns nothing. */
  boolean isVoid;

  private final Constants constants = new Constants();
  private final Map<Value, Tree> origins = new HashMap<>();

  /** The quotients of integers, and the divisions that they come from. */
  private final Map<Value, Tree> quotients = new HashMap<>();

  Body(MethodLowering program, Receiver receiver, CompilationUnitTree unit) {
    this.program = program;
    this.receiver = receiver;
    this.unit = unit;
    this.block = new BlockBuilder(new ValueSource(), List.of());
  }

  /**
   * A construct that break, continue or yield can leave.
   *
   * @param onlyByLabel whether a break must name it: it is neither a loop nor a switch
   * @param label the label in the graph
   * @param isLoop whether a continue goes to a loop, rather than to the end of a scope in it
   * @param variables what it carries, with {@code types}
   * @param used set where something leaves it
   */
  record Target(
      String userLabel,
      boolean forBreak,
      boolean forContinue,
      boolean onlyByLabel,
      String label,
      boolean isLoop,
      List<String> variables,
      List<ValueType> types,
      boolean takesValue,
      boolean[] used) {}

  /** What became of a nested block; {@code end} is null where it completes normally. */
  record Branch(BlockBuilder block, Environment environment, Terminator end, Value value) {
    boolean completes() {
      return end == null;
    }
  }

  /** The values of two branches that came together. */
  record Joined(boolean completes, Value value) {}

  /** Refuses the tree. */
  Refusal refuse(Tree tree, Code code, Object... particulars) {
    return new Refusal(Diagnostic.on(tree, unit, code, particulars));
  }

  /** Refuses the tree, with advice that is more precise than that of the code, where there is. */
  Refusal refuse(Tree tree, Code code, Optional<Alternative> instead, Object what) {
    return instead.isPresent() ? refuse(tree, code, what, instead.get()) : refuse(tree, code, what);
  }

  /** Notes a division of integers. */
  Value quotient(Tree division, Value value) {
    quotients.put(value, division);
    return value;
  }

  /** Warns where a quotient of integers becomes a floating-point number that nobody asked for. */
  void widens(Value value, ScalarType type) {
    Tree division = quotients.get(value);
    if (division != null && type.isFloating()) {
      program.widensQuotient(unit, division);
    }
  }

  /** Operations from here on come from {@code tree}. */
  void at(Tree tree) {
    block.at(program.position(unit, tree));
  }

  /** Applies an operation; on constants it is computed now, exactly as at run time. */
  Value apply(Tree tree, OpDefinition operation, Attributes attributes, List<Value> operands) {
    at(tree);
    if (recovery.isAnyUnknown(operands)) {
      return applyToUnknown(operation, attributes, operands);
    }
    constancy.check(tree, operation, operands);
    try {
      Value folded = constants.fold(block, operation, attributes, operands);
      if (folded != null) {
        return folded;
      }
      Value result = block.apply("", operation, attributes, operands);
      constants.follow(operation, attributes, operands, result);
      origins.put(result, tree);
      return constancy.follow(tree, operation, operands, result);
    } catch (TypeMismatchException e) {
      throw refuse(
          tree, Code.SHAPE_MISMATCH, withOrigins(e.getMessage(), operands) + reasons(tree, e));
    }
  }

  private Value applyToUnknown(
      OpDefinition operation, Attributes attributes, List<Value> operands) {
    boolean typed = operands.stream().noneMatch(each -> Recovery.isUnknown(each.type()));
    try {
      return typed
          ? recovery.mark(block.apply("", operation, attributes, operands))
          : recovery.unknown(null);
    } catch (TypeMismatchException e) {
      return recovery.unknown(null);
    }
  }

  Value apply(Tree tree, OpDefinition operation, Value... operands) {
    return apply(tree, operation, Attributes.NONE, List.of(operands));
  }

  void perform(Tree tree, OpDefinition operation, Attributes attributes, List<Value> operands) {
    at(tree);
    if (!recovery.isAnyUnknown(operands)) {
      constancy.check(tree, operation, operands);
      block.perform(operation, attributes, operands);
    }
  }

  /** Learns from sizes that differ; where nothing can be learnt, why they are what they are. */
  private String reasons(Tree tree, TypeMismatchException mismatch) {
    if (mismatch.unequal().isEmpty()) {
      return "";
    }
    Dim left = mismatch.unequal().get().left();
    Dim right = mismatch.unequal().get().right();
    program.sizes().require(left, right, program.place(unit, tree));
    return program.sizes().reasons(left, right);
  }

  /** Where the operands come from, so that the reader sees both shapes at their source. */
  private String withOrigins(String message, List<Value> operands) {
    StringBuilder text = new StringBuilder(message);
    String separator = " (";
    for (Value operand : new LinkedHashSet<>(operands)) {
      String origin = origin(operand);
      if (!origin.isEmpty()) {
        text.append(separator).append(operand.type()).append(' ').append(origin);
        separator = "; ";
      }
    }
    return separator.equals(" (") ? message : text.append(')').toString();
  }

  private String origin(Value value) {
    Tree tree = origins.get(value);
    if (tree != null) {
      return "from line " + program.position(unit, tree).line();
    }
    return value.name().isEmpty() ? "" : "is '" + value.name() + "'";
  }

  Value constant(Tree tree, ScalarType type, Object number) {
    at(tree);
    Value value = block.constant(type, number);
    constants.know(value, dev.kiln.op.Bits.box(number, type.dtype()));
    return value;
  }

  Value undefined(ValueType type) {
    return block.apply(
        "", ConstantOps.UNDEFINED, Attributes.of("type", new Attribute.Type(type)), List.of());
  }

  /** The bits of a scalar that is known now. */
  Optional<Long> constantBits(Value value) {
    return constants.bits(value);
  }

  /** An int as a size, where it is known in terms of named dimensions. */
  Optional<Dim> dim(Value value) {
    return constants.dim(value);
  }

  /** Gives a fresh value the user's name. */
  Value named(Value value, String name) {
    Value named = block.name(value, name);
    if (named != value) {
      constants.rename(value, named);
      constancy.rename(value, named);
      recovery.follow(named, value);
      origins.computeIfAbsent(named, key -> origins.get(value));
    }
    return named;
  }

  /** Lowers code into a nested block with variables of its own, to be joined later. */
  Branch branch(List<Value> parameters, Supplier<Outcome> code) {
    BlockBuilder outer = block;
    Environment before = environment;
    block = new BlockBuilder(outer.values(), parameters).at(outer.position());
    environment = before.copy();
    try {
      Outcome outcome = code.get();
      return new Branch(block, environment, outcome.end(), outcome.value());
    } finally {
      block = outer;
      environment = before;
    }
  }

  /** How nested code ended, and its value where it is an expression. */
  record Outcome(Terminator end, Value value) {
    static Outcome completes() {
      return new Outcome(null, null);
    }

    static Outcome of(Value value) {
      return new Outcome(null, value);
    }

    static Outcome ends(Terminator end) {
      return new Outcome(end, null);
    }
  }

  /** Adds an If of two branches and takes over what they assigned and, perhaps, their value. */
  Joined join(Tree tree, Value condition, Branch first, Branch second, Set<String> assigned) {
    at(tree);
    List<String> variables = new ArrayList<>();
    List<Value> thenValues = new ArrayList<>();
    List<Value> elseValues = new ArrayList<>();
    for (String name : environment.inScope(assigned)) {
      Value left = first.completes() ? first.environment().value(name) : null;
      Value right = second.completes() ? second.environment().value(name) : null;
      Value before = environment.value(name);
      boolean unchanged =
          (left == null || left.equals(before)) && (right == null || right.equals(before));
      if (!unchanged) {
        constancy.requireUnmarked(tree, left, ASSIGNED);
        constancy.requireUnmarked(tree, right, ASSIGNED);
        variables.add(name);
        thenValues.add(left);
        elseValues.add(right);
      }
    }
    boolean valued = first.value() != null || second.value() != null;
    if (valued) {
      constancy.requireUnmarked(tree, first.value(), ASSIGNED);
      constancy.requireUnmarked(tree, second.value(), ASSIGNED);
      thenValues.add(first.value());
      elseValues.add(second.value());
    }
    List<Slot> slots = slots(tree, variables, first, thenValues, second, elseValues);
    List<Value> results =
        slots.stream().map(slot -> block.values().create(slot.name(), slot.type())).toList();
    block.add(
        new Operation.If(
            condition,
            first.block().build(end(first, thenValues, slots)),
            second.block().build(end(second, elseValues, slots)),
            results,
            block.position()));
    for (int i = 0; i < results.size(); i++) {
      recovery.follow(results.get(i), thenValues.get(i), elseValues.get(i));
    }
    environment.assignAll(variables, results.subList(0, variables.size()));
    boolean completes = first.completes() || second.completes();
    return new Joined(completes, valued ? results.get(variables.size()) : null);
  }

  private List<Slot> slots(
      Tree tree,
      List<String> variables,
      Branch first,
      List<Value> thenValues,
      Branch second,
      List<Value> elseValues) {
    List<Slot> slots = new ArrayList<>();
    if (!first.completes() && !second.completes()) {
      variables.clear();
      return slots;
    }
    for (int i = 0; i < thenValues.size(); i++) {
      Value left = thenValues.get(i);
      Value right = elseValues.get(i);
      String name = i < variables.size() ? variables.get(i) : "";
      if (recovery.isUnknown(left) || recovery.isUnknown(right)) {
        boolean chooseRight = left == null || right != null && Recovery.isUnknown(left.type());
        slots.add(new Slot(name, (chooseRight ? right : left).type()));
        continue;
      }
      if (left != null && right != null && !left.type().equals(right.type())) {
        program.requireEqual(unit, tree, left.type(), right.type());
        throw refuse(
            tree,
            Code.SHAPE_CHANGES,
            name.isEmpty() ? "the value" : "'" + name + "'",
            left.type(),
            right.type());
      }
      slots.add(new Slot(name, (left != null ? left : right).type()));
    }
    return slots;
  }

  private static Terminator end(Branch branch, List<Value> values, List<Slot> slots) {
    if (!branch.completes()) {
      return branch.end();
    }
    List<Value> yielded = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Value value = values.get(i);
      yielded.add(
          value != null
              ? value
              : branch
                  .block()
                  .apply(
                      "",
                      ConstantOps.UNDEFINED,
                      Attributes.of("type", new Attribute.Type(slots.get(i).type())),
                      List.of()));
    }
    return new Terminator.Yield(yielded);
  }

  /** The slots of variables that a loop or scope carries; each must have a value already. */
  List<Slot> carried(Tree tree, List<String> variables) {
    List<Slot> slots = new ArrayList<>();
    for (String name : variables) {
      Value value = environment.value(name);
      if (value == null) {
        recovery.note(
            refuse(
                tree,
                Code.STATEMENT,
                "assigning '" + name + "' here before it has a value",
                "initialise '" + name + "' where it is declared"));
        value = recovery.unknown(null);
        environment.assign(name, value);
      }
      constancy.requireUnmarked(tree, value, ASSIGNED);
      slots.add(new Slot(name, value.type()));
    }
    return slots;
  }

  /** The current values of variables, checked against the slots that they go to. */
  List<Value> valuesFor(Tree tree, List<String> variables, List<ValueType> types) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      Value value = environment.value(variables.get(i));
      boolean known = !Recovery.isUnknown(types.get(i)) && !recovery.isUnknown(value);
      if (known && !value.type().equals(types.get(i))) {
        program.requireEqual(unit, tree, value.type(), types.get(i));
        throw refuse(
            tree, Code.SHAPE_CHANGES, "'" + variables.get(i) + "'", value.type(), types.get(i));
      }
      constancy.requireUnmarked(tree, value, ASSIGNED);
      values.add(value);
    }
    return values;
  }
}
