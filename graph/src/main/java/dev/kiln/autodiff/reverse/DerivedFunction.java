package dev.kiln.autodiff.reverse;

import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.reverse.callee.CalleeTransform;
import dev.kiln.autodiff.reverse.callee.Callees;
import dev.kiln.autodiff.reverse.residual.PrimalValues;
import dev.kiln.autodiff.reverse.residual.StacksOfCallee;
import dev.kiln.autodiff.reverse.residual.ValuesAtHand;
import dev.kiln.autodiff.reverse.sweep.BackwardSweep;
import dev.kiln.autodiff.reverse.sweep.ForwardSweep;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The derivative of a called function, made by transforming its body. */
public final class DerivedFunction implements CalleeTransform {
  private final Function primal;
  private final String forwardName;
  private final String backwardName;
  private final String replayName;
  private final int threaded;
  private final List<Boolean> activeArguments;
  private final List<Boolean> activeResults;
  private final FunctionDerivation derivation;

  /** The arguments that the backward function turned out to use. */
  private final Set<Integer> used = new TreeSet<>();

  private boolean usesChanged;
  private boolean replayed;

  /**
   * @param classes those of the function
   * @param threaded how many of the first arguments are threaded, see {@link #isThreaded}
   */
  public DerivedFunction(
      Function primal,
      String name,
      List<Boolean> activeArguments,
      List<Boolean> activeResults,
      AliasClasses classes,
      int threaded,
      CustomRules rules) {
    this.primal = primal;
    this.forwardName = name + "Forward";
    this.backwardName = name + "Backward";
    this.replayName = name + "Replay";
    this.threaded = threaded;
    this.activeArguments = activeArguments;
    this.activeResults = activeResults;
    Set<Value> sources = new LinkedHashSet<>();
    Set<Value> results = new LinkedHashSet<>();
    Set<Value> shadowed = new HashSet<>();
    for (int i = 0; i < activeArguments.size(); i++) {
      Value parameter = primal.parameters().get(i);
      if (activeArguments.get(i)) {
        sources.add(parameter);
        if (parameter.type() instanceof ArrayType) {
          shadowed.add(parameter);
          results.add(parameter);
        }
      }
    }
    if (primal.body().terminator() instanceof Terminator.Return end) {
      for (int i = 0; i < activeResults.size(); i++) {
        if (activeResults.get(i)) {
          results.add(end.operands().get(i));
        }
      }
    }
    this.derivation =
        new FunctionDerivation(primal, classes, rules, sources, results, shadowed, false);
  }

  @Override
  public String forwardName() {
    return forwardName;
  }

  @Override
  public String backwardName() {
    return backwardName;
  }

  @Override
  public String replayName() {
    usesChanged |= !replayed;
    replayed = true;
    return replayName;
  }

  @Override
  public List<FunctionDerivation> derivations() {
    return List.of(derivation);
  }

  @Override
  public boolean isShadowed(int argument) {
    return activeArguments.get(argument)
        && primal.parameters().get(argument).type() instanceof ArrayType;
  }

  @Override
  public boolean hasAdjoint(int argument) {
    // what the adjoint is so far must not be lost where this function adds nothing to it
    boolean passes =
        argument >= threaded
            || derivation.activity().isActiveNumber(primal.parameters().get(argument));
    return activeArguments.get(argument) && !isShadowed(argument) && passes;
  }

  @Override
  public boolean hasCotangent(int result) {
    return activeResults.get(result) && !(primal.resultTypes().get(result) instanceof ArrayType);
  }

  @Override
  public boolean isUsedBackward(int argument) {
    return used.contains(argument);
  }

  @Override
  public boolean isThreaded(int argument) {
    return argument < threaded && hasAdjoint(argument);
  }

  @Override
  public Optional<Made> made(int result) {
    return primal.body().terminator() instanceof Terminator.Return end
        ? Optional.of(new Made(derivation, end.operands().get(result)))
        : Optional.empty();
  }

  @Override
  public boolean revise() {
    boolean revised = derivation.revise() || usesChanged;
    usesChanged = false;
    return revised;
  }

  @Override
  public List<Function> build(Callees callees) {
    List<Function> functions = new ArrayList<>();
    functions.add(buildForward(callees, forwardName, true));
    functions.add(buildBackward(callees));
    if (replayed) {
      functions.add(replay(callees));
    }
    return functions;
  }

  /** The function without residuals. */
  public Function replay(Callees callees) {
    return buildForward(callees, replayName, false);
  }

  private Function buildForward(Callees callees, String name, boolean saves) {
    ValueSource values = new ValueSource();
    List<Value> parameters = new ArrayList<>();
    List<List<Value>> copies = new ArrayList<>();
    for (int i = 0; i < primal.parameters().size(); i++) {
      Value parameter = primal.parameters().get(i);
      List<Value> each = new ArrayList<>();
      each.add(values.create(parameter.name(), parameter.type()));
      if (isShadowed(i)) {
        each.add(values.create(AdjointNames.of(parameter), parameter.type()));
      }
      parameters.addAll(each);
      copies.add(each);
    }
    StacksOfCallee storage =
        saves ? new StacksOfCallee(callees.stacks(), values, parameters) : null;
    BlockBuilder body = new BlockBuilder(values, parameters);
    ForwardSweep sweep =
        saves
            ? new ForwardSweep(derivation, callees, storage, DerivedFunction::noCotangent)
            : ForwardSweep.replay(derivation, callees);
    for (int i = 0; i < copies.size(); i++) {
      Value parameter = primal.parameters().get(i);
      List<Value> each = copies.get(i);
      boolean lacksShadow = derivation.isShadowed(parameter) && each.size() == 1;
      sweep.define(
          parameter, lacksShadow ? List.of(each.get(0), zerosLike(each.get(0), body)) : each);
    }
    Terminator end = sweep.copyInto(primal.body(), body);
    List<ValueType> types = new ArrayList<>();
    if (primal.body().terminator() instanceof Terminator.Return primalEnd) {
      List<Value> results = new ArrayList<>();
      for (int i = 0; i < activeResults.size(); i++) {
        List<Value> each = sweep.lookup(primalEnd.operands().get(i));
        results.add(each.get(0));
        if (activeResults.get(i) && each.get(0).type() instanceof ArrayType) {
          results.add(each.size() == 2 ? each.get(1) : zerosLike(each.get(0), body));
        }
      }
      end = new Terminator.Return(results);
      results.forEach(result -> types.add(result.type()));
    } else {
      for (int i = 0; i < activeResults.size(); i++) {
        ValueType type = primal.resultTypes().get(i);
        types.add(type);
        if (activeResults.get(i) && type instanceof ArrayType) {
          types.add(type);
        }
      }
    }
    return new Function(name, body.build(end), types);
  }

  private static Value zerosLike(Value array, BlockBuilder body) {
    return body.apply("", ArrayOps.ARRAY_ZEROS_LIKE, Attributes.NONE, List.of(array));
  }

  private Function buildBackward(Callees callees) {
    ValueSource values = new ValueSource();
    List<Value> parameters = new ArrayList<>();
    Map<Value, Value> arguments = new HashMap<>();
    Map<Value, Value> shadows = new HashMap<>();
    for (int i = 0; i < primal.parameters().size(); i++) {
      Value parameter = primal.parameters().get(i);
      if (isUsedBackward(i)) {
        Value copy = values.create(parameter.name(), parameter.type());
        arguments.put(parameter, copy);
        parameters.add(copy);
      }
      if (isShadowed(i)) {
        Value shadow = values.create(AdjointNames.of(parameter), parameter.type());
        shadows.put(parameter, shadow);
        parameters.add(shadow);
      }
    }
    List<Value> cotangents = new ArrayList<>();
    for (int i = 0; i < activeResults.size(); i++) {
      if (hasCotangent(i)) {
        Value cotangent = values.create("cotangent", primal.resultTypes().get(i));
        cotangents.add(cotangent);
        parameters.add(cotangent);
      }
    }
    Map<Value, Value> soFar = threadedAdjoints(values);
    parameters.addAll(soFar.values());
    StacksOfCallee storage = new StacksOfCallee(callees.stacks(), values, parameters);
    BlockBuilder body = new BlockBuilder(values, parameters);
    PrimalValues primals =
        new PrimalValues(derivation, storage, new Arguments(arguments, shadows, values, body));
    BackwardSweep sweep = new BackwardSweep(derivation, callees, storage, primals);
    soFar.forEach((parameter, adjoint) -> sweep.seed(parameter, adjoint, body));
    if (primal.body().terminator() instanceof Terminator.Return end) {
      int next = 0;
      for (int i = 0; i < activeResults.size(); i++) {
        if (hasCotangent(i)) {
          sweep.seed(end.operands().get(i), cotangents.get(next++), body);
        }
      }
      sweep.reverse(primal.body(), body);
    }
    List<Value> adjoints = new ArrayList<>();
    for (int i = 0; i < activeArguments.size(); i++) {
      if (hasAdjoint(i)) {
        adjoints.add(sweep.adjointIn(primal.parameters().get(i), body));
      }
    }
    return new Function(
        backwardName,
        body.build(new Terminator.Return(adjoints)),
        adjoints.stream().map(Value::type).toList());
  }

  private Map<Value, Value> threadedAdjoints(ValueSource values) {
    Map<Value, Value> adjoints = new LinkedHashMap<>();
    for (int i = 0; i < primal.parameters().size(); i++) {
      if (isThreaded(i)) {
        Value parameter = primal.parameters().get(i);
        adjoints.put(parameter, values.create(AdjointNames.of(parameter), parameter.type()));
      }
    }
    return adjoints;
  }

  private static Value noCotangent(int result, BlockBuilder block) {
    throw new IllegalStateException("a forward function does not know the cotangents");
  }

  /** Finds arguments in the backward function, and notes which are asked for. */
  private final class Arguments implements ValuesAtHand {
    private final Map<Value, Value> values;
    private final Map<Value, Value> shadows;
    private final ValueSource source;
    private final BlockBuilder body;

    Arguments(
        Map<Value, Value> values,
        Map<Value, Value> shadows,
        ValueSource source,
        BlockBuilder body) {
      this.values = values;
      this.shadows = shadows;
      this.source = source;
      this.body = body;
    }

    @Override
    public Value primal(Value value) {
      Value copy = values.get(value);
      if (copy == null) {
        usesChanged |= used.add(primal.parameters().indexOf(value));
        return source.create(value.name(), value.type());
      }
      return copy;
    }

    @Override
    public Value shadow(Value reference) {
      Value shadow = shadows.get(reference);
      return shadow != null ? shadow : zerosLike(primal(reference), body);
    }

    @Override
    public Value trips(Operation.Loop loop) {
      throw new IllegalStateException("the trips of a called function are on a stack");
    }

    @Override
    public Value last(Value saved) {
      throw new IllegalStateException("what a called function saves is on a stack");
    }

    @Override
    public Value array(Value saved) {
      throw new IllegalStateException("what a called function saves is on a stack");
    }

    @Override
    public Map<Value, Value> contributions(Operation.Loop loop) {
      throw new IllegalStateException("no loop of a called function is fused with its reverse");
    }
  }
}
