package dev.kiln.processor.frontend.block;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.BlockTerm;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.GradientOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Term;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.catalogue.ArrayComposite;
import dev.kiln.op.catalogue.Composite;
import dev.kiln.op.catalogue.RecordComposite;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.report.DivisionWarnings;
import dev.kiln.processor.frontend.report.Problems;
import dev.kiln.processor.frontend.report.Site;
import dev.kiln.processor.frontend.type.SizeEquations;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A block of a graph that code is added to, with the values of local variables at its end. */
public final class OpenBlock {
  private final Facts facts;
  private final BlockBuilder builder;
  private final Environment environment;

  private OpenBlock(Facts facts, BlockBuilder builder, Environment environment) {
    this.facts = facts;
    this.builder = builder;
    this.environment = environment;
  }

  /** The block of a function, without variables yet. */
  public static OpenBlock ofFunction(
      Site site, SizeEquations sizes, Problems problems, DivisionWarnings divisions) {
    return new OpenBlock(
        Facts.of(site, sizes, problems, divisions),
        new BlockBuilder(new ValueSource(), List.of()),
        new Environment());
  }

  /** A block nested in this one, whose variables begin with the values that they have here. */
  public OpenBlock nested(List<Value> parameters) {
    BlockBuilder inner = new BlockBuilder(builder.values(), parameters).at(builder.position());
    return new OpenBlock(facts, inner, environment.copy());
  }

  /** The local variables in scope. */
  public Environment environment() {
    return environment;
  }

  /** The unknown values of the function. */
  public Unknowns unknowns() {
    return facts.unknowns();
  }

  /** The arrays of tensors whose elements may be assigned. */
  public TensorArrays tensorArrays() {
    return facts.tensorArrays();
  }

  /** The references that are only read. */
  public ConstantReferences references() {
    return facts.references();
  }

  /** The file of the code. */
  public Site site() {
    return facts.site();
  }

  /** Refuses the tree. */
  public Refusal refuse(Tree tree, Code code, Object... particulars) {
    return facts.site().refuse(tree, code, particulars);
  }

  /** Refuses the tree, with advice that is more precise than that of the code, where there is. */
  public Refusal refuse(Tree tree, Code code, Optional<Alternative> instead, Object what) {
    return facts.site().refuse(tree, code, instead, what);
  }

  /** Refuses that a value has one type here and another one elsewhere. */
  public Refusal refuseChange(Tree tree, String what, ValueType here, ValueType elsewhere) {
    boolean isObject =
        here instanceof RecordType one
            && elsewhere instanceof RecordType other
            && (one.name() + other.name()).contains("$")
            && !TensorArrays.is(here)
            && !TensorArrays.is(elsewhere);
    return isObject
        ? refuse(
            tree,
            Code.FUNCTION_UNKNOWN,
            "which function or model " + what + " is",
            "call it in each branch, and choose between the results")
        : refuse(tree, Code.SHAPE_CHANGES, what, here, elsewhere);
  }

  /** Learns the sizes of nested models from two types that must be equal. */
  public void requireEqual(Tree tree, ValueType left, ValueType right) {
    facts.sizes().require(left, right, facts.site().place(tree));
  }

  /** Operations from here on come from {@code tree}. */
  public SourcePosition at(Tree tree) {
    builder.at(facts.site().position(tree));
    return builder.position();
  }

  /** A value of the function that no operation defines yet. */
  public Value create(String name, ValueType type) {
    return builder.values().create(name, type);
  }

  /** Values for slots. */
  public List<Value> create(List<Slot> slots) {
    return slots.stream().map(slot -> create(slot.name(), slot.type())).toList();
  }

  /** Adds an operation that is already built. */
  public void add(Operation operation) {
    builder.add(operation);
  }

  /** Calls a function. */
  public List<Value> call(Tree tree, String function, List<Slot> slots, List<Value> operands) {
    at(tree);
    return builder.call(function, slots, operands);
  }

  /** Finishes the block. */
  public Block build(Terminator end) {
    return builder.build(end);
  }

  /** Applies an operation; on constants it is computed now, exactly as at run time. */
  public Value apply(
      Tree tree, OpDefinition operation, Attributes attributes, List<Value> operands) {
    at(tree);
    if (facts.unknowns().isAnyUnknown(operands)) {
      return applyToUnknown(operands, () -> builder.apply("", operation, attributes, operands));
    }
    facts.references().check(tree, operation, operands);
    try {
      Value folded = facts.constants().fold(builder, operation, attributes, operands);
      if (folded != null) {
        return folded;
      }
      Value result = builder.apply("", operation, attributes, operands);
      facts.constants().follow(operation, attributes, operands, result);
      facts.origins().put(result, tree);
      return facts.references().isLoad(operation, operands) ? stopped(tree, result) : result;
    } catch (TypeMismatchException e) {
      throw mismatch(tree, e, operands);
    }
  }

  /** Adds the operations that a method of tensors is composed of. */
  public Value apply(Tree tree, Composite composite, Attributes attributes, List<Value> operands) {
    return compose(
        tree,
        operands,
        () -> ((BlockTerm) composite.body().of(terms(operands), attributes)).value());
  }

  /** A record of what is composed of operations of the catalogue. */
  public Value apply(Tree tree, RecordComposite composite, Attributes attributes, Value operand) {
    return compose(
        tree,
        List.of(operand),
        () -> {
          Term term = terms(List.of(operand)).get(0);
          List<Term> parts = composite.body().of(term, attributes);
          return record(
              parts,
              composite.components(),
              components -> new RecordType(composite.record().getName(), components));
        });
  }

  /** An array of what is composed of operations of the catalogue. */
  public Value apply(
      Tree tree, ArrayComposite composite, Attributes attributes, List<Value> operands) {
    Value array =
        compose(
            tree,
            operands,
            () -> {
              List<Term> parts = composite.body().of(terms(operands), attributes);
              return record(
                  parts,
                  IntStream.range(0, parts.size()).mapToObj(Integer::toString).toList(),
                  components -> TensorArrays.type(false, parts.size(), components));
            });
    tensorArrays().own(array, environment);
    return array;
  }

  private Value compose(Tree tree, List<Value> operands, Supplier<Value> composed) {
    at(tree);
    if (facts.unknowns().isAnyUnknown(operands)) {
      return applyToUnknown(operands, composed);
    }
    try {
      Value result = composed.get();
      facts.origins().put(result, tree);
      return result;
    } catch (TypeMismatchException e) {
      throw mismatch(tree, e, operands);
    }
  }

  private Value record(
      List<Term> parts,
      List<String> names,
      Function<List<RecordType.Component>, RecordType> typeOf) {
    List<Value> values = new ArrayList<>();
    List<RecordType.Component> components = new ArrayList<>();
    for (Term part : parts) {
      components.add(new RecordType.Component(names.get(values.size()), part.type()));
      values.add(((BlockTerm) part).value());
    }
    Attributes type = Attributes.of("type", new Attribute.Type(typeOf.apply(components)));
    return builder.apply("", RecordOps.RECORD_NEW, type, values);
  }

  private List<Term> terms(List<Value> operands) {
    return operands.stream().<Term>map(each -> new BlockTerm(() -> builder, each)).toList();
  }

  private Value applyToUnknown(List<Value> operands, Supplier<Value> result) {
    boolean typed = operands.stream().noneMatch(each -> Unknowns.isUnknown(each.type()));
    try {
      return typed ? facts.unknowns().mark(result.get()) : unknown(null);
    } catch (TypeMismatchException e) {
      return unknown(null);
    }
  }

  private Refusal mismatch(Tree tree, TypeMismatchException mismatch, List<Value> operands) {
    String message = facts.origins().withOrigins(mismatch.getMessage(), operands);
    return refuse(tree, Code.SHAPE_MISMATCH, message + reasons(tree, mismatch));
  }

  /** What was loaded through a marked reference: a number is stopped. */
  private Value stopped(Tree tree, Value loaded) {
    if (loaded.type() instanceof ScalarType type) {
      return type.isFloating() ? apply(tree, GradientOps.STOP_GRADIENT, loaded) : loaded;
    }
    facts.references().mark(loaded);
    return loaded;
  }

  /** Applies an operation without attributes. */
  public Value apply(Tree tree, OpDefinition operation, Value... operands) {
    return apply(tree, operation, Attributes.NONE, List.of(operands));
  }

  /** Applies an operation without result. */
  public void perform(
      Tree tree, OpDefinition operation, Attributes attributes, List<Value> operands) {
    at(tree);
    if (!facts.unknowns().isAnyUnknown(operands)) {
      facts.references().check(tree, operation, operands);
      builder.perform(operation, attributes, operands);
    }
  }

  /** Learns from sizes that differ; where nothing can be learnt, why they are what they are. */
  private String reasons(Tree tree, TypeMismatchException mismatch) {
    if (mismatch.unequal().isEmpty()) {
      return "";
    }
    Dim left = mismatch.unequal().get().left();
    Dim right = mismatch.unequal().get().right();
    facts.sizes().require(left, right, facts.site().place(tree));
    return facts.sizes().known().reasons(left, right);
  }

  /** A number that is known now. */
  public Value constant(Tree tree, ScalarType type, Object number) {
    at(tree);
    Value value = builder.constant(type, number);
    facts.constants().know(value, Bits.box(number, type.dtype()));
    return value;
  }

  /** Notes that a value is known now, by its bits. */
  public void know(Value value, long bits) {
    facts.constants().know(value, bits);
  }

  /** A value that nobody will use. */
  public Value undefined(ValueType type) {
    return builder.apply(
        "", ConstantOps.UNDEFINED, Attributes.of("type", new Attribute.Type(type)), List.of());
  }

  /** The bits of a scalar that is known now. */
  public Optional<Long> constantBits(Value value) {
    return facts.constants().bits(value);
  }

  /** An int as a size, where it is known in terms of named dimensions. */
  public Optional<Dim> dim(Value value) {
    return facts.constants().dim(value);
  }

  /** Notes that a value is an argument of the compute method. */
  public void give(Value argument) {
    facts.given().add(argument);
  }

  /** Whether a value is an argument of the compute method. */
  public boolean isGiven(Value value) {
    return facts.given().contains(value);
  }

  /** Gives a fresh value the user's name. */
  public Value named(Value value, String name) {
    Value named = builder.name(value, name);
    if (named != value) {
      facts.constants().rename(value, named);
      facts.references().rename(value, named);
      facts.unknowns().follow(named, value);
      facts.origins().rename(value, named);
      facts.tensorArrays().rename(value, named);
    }
    return named;
  }

  /** Notes a division of integers. */
  public Value quotient(Tree division, Value value) {
    facts.origins().quotient(division, value);
    return value;
  }

  /** Notes that a number becomes one of a wider type, which nobody asked for. */
  public void widens(Value value, ScalarType type) {
    facts.origins().widens(value, type);
  }

  /** A value of which no more is known than the type; null for not even that. */
  public Value unknown(ValueType type) {
    return facts.unknowns().mark(undefined(type == null ? Unknowns.UNKNOWN : type));
  }

  /** Forgets what variables hold, since refused code may assign them. */
  public void forget(Collection<String> assigned) {
    for (String name : environment.inScope(assigned)) {
      Environment.Local local = environment.get(name);
      ValueType type =
          local.type() != null || local.value() == null ? local.type() : local.value().type();
      environment.assign(name, unknown(type));
    }
  }

  /** Notes that code uses a local variable, or a part of it, without reading it. */
  public void meetVariable(Tree tree) {
    if (tree instanceof MemberSelectTree select) {
      meetVariable(select.getExpression());
    } else if (tree instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      if (environment.has(name)) {
        facts.unknowns().met(environment.value(name));
      }
    }
  }
}
