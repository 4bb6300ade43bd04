package dev.kiln.autodiff.forward;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.adjoint.AdjointZeros;
import dev.kiln.autodiff.adjoint.UndefinedValues;
import dev.kiln.autodiff.vjp.VectorJacobianProducts;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.pass.Inline;
import dev.kiln.pass.LowerExits;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.pass.copy.SubstituteSizes;
import dev.kiln.type.ArrayType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The Jacobian-vector products of functions with a derivative rule: those that the rules name, and
 * those that follow from a vector-Jacobian product.
 *
 * <p>Where {@code vjp(x, c)} is linear in the cotangent {@code c}, it is {@code J^T c}; so its own
 * vector-Jacobian product with respect to {@code c}, in the direction {@code t}, is {@code J t}.
 * Where the function returns one number, it is the product of {@code vjp(x, 1)} and {@code t},
 * which takes less: so it is done where there are arrays.
 */
final class CustomPushforwards {
  private final CustomRules rules;
  private final UnaryOperator<String> unusedName;
  private final Map<String, String> derived = new LinkedHashMap<>();
  private final List<Function> functions = new ArrayList<>();

  /**
   * @param unusedName makes a name that no function of the graph has
   */
  CustomPushforwards(CustomRules rules, UnaryOperator<String> unusedName) {
    this.rules = rules;
    this.unusedName = unusedName;
  }

  /** The name of the Jacobian-vector product of the function that is called. */
  String of(Operation.Call call, DerivativeRule rule) {
    if (rule.jvp().isPresent()) {
      rules.requirePure(call, rule.jvp().get());
      return rule.jvp().get();
    }
    String known = derived.get(call.function());
    if (known == null) {
      rules.requirePure(call, rule.vjp().orElseThrow());
      known = derive(call, rule);
      derived.put(call.function(), known);
    }
    return known;
  }

  /** The functions that were derived. */
  List<Function> functions() {
    return functions;
  }

  private String derive(Operation.Call call, DerivativeRule rule) {
    Function vjp = rules.function(rule.vjp().orElseThrow());
    int results = call.results().size();
    int given = vjp.parameters().size() - results;
    Graph numbered = numbered(LowerExits.run(Inline.everything(rules.asEntry(vjp))));
    List<Value> parameters = numbered.entry().parameters();
    Set<Value> cotangents = new LinkedHashSet<>(parameters.subList(given, given + results));
    boolean arrays =
        cotangents.stream().anyMatch(AliasClasses::isReference)
            || vjp.resultTypes().stream().anyMatch(type -> type instanceof ArrayType);
    if (arrays) {
      Value result = call.results().get(0);
      if (results != 1 || !GradientProduct.fits(vjp, result.type())) {
        throw refusal(
            call, "with arrays a jvp follows from a vjp only where the method returns one number");
      }
      String name = unusedName.apply(call.function() + "Product");
      functions.add(GradientProduct.of(name, vjp));
      return name;
    }
    if (!Linearity.holds(numbered.entry(), cotangents)) {
      throw refusal(call, "its vjp is not seen to be linear in the cotangent, so no jvp follows");
    }
    List<String> wrt = new ArrayList<>();
    for (int i = given; i < parameters.size(); i++) {
      if (Activity.isFloating(parameters.get(i))) {
        wrt.add(numbered.inputs().get(i).name());
      }
    }
    Graph transposed = VectorJacobianProducts.unchecked(numbered, wrt);
    Map<String, String> names = new HashMap<>();
    for (Function each : transposed.functions()) {
      if (rules.graph().function(each.name()).isEmpty()) {
        names.put(each.name(), unusedName.apply(each.name()));
      }
    }
    for (Function each : transposed.functions()) {
      if (names.containsKey(each.name())) {
        functions.add(SubstituteSizes.run(each, names.get(each.name()), Map.of(), names));
      }
    }
    Function entry = SubstituteSizes.run(transposed.entry(), vjp.name(), Map.of(), names);
    String name = unusedName.apply(call.function() + "Transposed");
    functions.add(transposed(name, vjp, entry, results));
    return name;
  }

  private static NotDifferentiableException refusal(Operation.Call call, String why) {
    return new NotDifferentiableException(
        "forward mode through "
            + call.function()
            + ", whose @CustomGradient has no jvp: "
            + why
            + "; name a jvp",
        call.position());
  }

  /** The graph with names for its inputs and outputs. */
  private static Graph numbered(Graph graph) {
    List<Graph.Input> inputs = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      inputs.add(new Graph.Input("x" + i, Graph.Kind.ARGUMENT));
    }
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < graph.outputs().size(); i++) {
      outputs.add("y" + i);
    }
    return new Graph(graph.name(), inputs, outputs, graph.entry(), graph.functions());
  }

  /**
   * The Jacobian-vector product.
   *
   * @param entry takes what {@code vjp} takes, then cotangents of the results of {@code vjp};
   *     returns what {@code vjp} returns, then the cotangents of its cotangents
   */
  private static Function transposed(String name, Function vjp, Function entry, int results) {
    int given = vjp.parameters().size() - results;
    ValueSource values = new ValueSource();
    GraphCopier copier = new GraphCopier();
    List<Value> parameters = new ArrayList<>();
    for (int i = 0; i < given; i++) {
      Value copy = values.create(vjp.parameters().get(i).name(), vjp.parameters().get(i).type());
      parameters.add(copy);
      copier.define(entry.parameters().get(i), List.of(copy));
    }
    int next = vjp.parameters().size();
    for (int i = 0; i < vjp.resultTypes().size(); i++) {
      Value tangent = values.create("tangent", vjp.resultTypes().get(i));
      parameters.add(tangent);
      if (vjp.resultTypes().get(i).isFloating()) {
        copier.define(entry.parameters().get(next++), List.of(tangent));
      }
    }
    BlockBuilder body = new BlockBuilder(values, parameters);
    List<Value> cotangents = vjp.parameters().subList(given, given + results);
    for (int i = 0; i < results; i++) {
      Value zero =
          Activity.isFloating(cotangents.get(i))
              ? AdjointZeros.of(cotangents.get(i).type(), body)
              : UndefinedValues.like(cotangents.get(i), body);
      copier.define(entry.parameters().get(given + i), List.of(zero));
    }
    Terminator end = copier.copyInto(entry.body(), body);
    if (end instanceof Terminator.Return) {
      List<Value> tangents = new ArrayList<>();
      int from = vjp.resultTypes().size();
      for (Value cotangent : cotangents) {
        tangents.add(
            Activity.isFloating(cotangent)
                ? end.operands().get(from++)
                : UndefinedValues.like(cotangent, body));
      }
      end = new Terminator.Return(tangents);
    }
    return new Function(name, body.build(end), cotangents.stream().map(Value::type).toList());
  }
}
