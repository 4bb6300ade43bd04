package dev.kiln.processor.frontend.rule;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Block;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.DerivativeRule.Role;
import dev.kiln.graph.Function;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Calls;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Program;
import dev.kiln.processor.frontend.code.ResultType;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Lowers the methods of a {@code @CustomGradient} to functions with the parameters that {@link
 * DerivativeRule} asks for, which call them.
 */
public final class RuleLowering {
  /** A function on its way, whose fields are not all known yet. */
  private final class Part {
    final Context context =
        Context.ofFunction(
            program, primal.receiver(), primal.unit(), false, new ResultType(false, null));
    final OpenBlock block = context.block();
    final List<Value> arguments = new ArrayList<>();
    final List<Value> more = new ArrayList<>();
    final List<Value> results = new ArrayList<>();

    Value argument(String name, ValueType type) {
      Value value = block.create(name, type);
      arguments.add(value);
      return value;
    }

    Value further(String name, ValueType type) {
      Value value = block.create(name, type);
      more.add(value);
      return value;
    }

    Function function(String name, Collection<String> fields) {
      List<Value> parameters = new ArrayList<>(arguments);
      for (String path : fields) {
        ValueType type = program.members().field(path).type();
        parameters.add(context.fields().named(path, path, type));
      }
      parameters.addAll(more);
      Block body = block.build(new Terminator.Return(results));
      return new Function(
          name,
          new Block(parameters, body.operations(), body.terminator()),
          results.stream().map(Value::type).toList());
    }
  }

  /**
   * The method that has rules.
   *
   * @param types of the arguments
   * @param constants which of them are constant in the caller
   */
  public record Primal(
      ExecutableElement method,
      Receiver receiver,
      Tree tree,
      CompilationUnitTree unit,
      List<ValueType> types,
      List<Boolean> constants,
      ValueType resultType) {}

  /** A rule, and the functions that it names. */
  public record Finished(DerivativeRule rule, List<Function> functions) {}

  private final Program program;
  private final Calls calls;
  private final CustomGradients custom;
  private final Primal primal;
  private final Tree place;
  private final List<Role> roles;
  private final Optional<Part> vjp;
  private final Optional<Part> jvp;

  /** Lowers the methods that {@code custom} names for {@code primal}. */
  public RuleLowering(Program program, Calls calls, CustomGradients custom, Primal primal) {
    this.program = program;
    this.calls = calls;
    this.custom = custom;
    this.primal = primal;
    this.place = primal.tree();
    this.roles = roles(custom, primal);
    this.vjp = custom.vjp().map(this::pullback);
    this.jvp = custom.jvp().map(this::pushforward);
  }

  private static List<Role> roles(CustomGradients custom, Primal primal) {
    List<Role> roles = new ArrayList<>();
    for (int i = 0; i < primal.types().size(); i++) {
      boolean counts =
          custom.differentiated().contains(primal.method().getParameters().get(i))
              && !primal.constants().get(i);
      roles.add(counts ? Role.DIFFERENTIATED : Role.CONSTANT);
    }
    return roles;
  }

  /** The fields of the model that the methods read. */
  public Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>();
    vjp.ifPresent(part -> fields.addAll(part.context.fields().paths()));
    jvp.ifPresent(part -> fields.addAll(part.context.fields().paths()));
    return fields;
  }

  /**
   * Makes the functions.
   *
   * @param fields the fields that the primal function takes after its arguments
   * @param ofFields what they are to the rule
   * @param freshName makes names of functions
   */
  public Finished finish(
      Collection<String> fields, Role ofFields, UnaryOperator<String> freshName) {
    List<Role> all = new ArrayList<>(roles);
    fields.forEach(field -> all.add(ofFields));
    String name = primal.method().getSimpleName().toString();
    Optional<Function> pullback =
        vjp.map(part -> part.function(freshName.apply(name + "_vjp"), fields));
    Optional<Function> pushforward =
        jvp.map(part -> part.function(freshName.apply(name + "_jvp"), fields));
    List<Function> functions = new ArrayList<>();
    pullback.ifPresent(functions::add);
    pushforward.ifPresent(functions::add);
    DerivativeRule rule =
        new DerivativeRule(pullback.map(Function::name), pushforward.map(Function::name), all);
    return new Finished(rule, functions);
  }

  private Part pullback(CustomGradients.Rule rule) {
    Part part = start();
    Value result = part.further("result", primal.resultType());
    Value cotangent = part.further("dResult", primal.resultType());
    List<Value> given = new ArrayList<>(part.arguments);
    if (rule.takesResult()) {
      given.add(result);
    }
    given.add(cotangent);
    Value returned = call(part, rule, given);
    List<VariableElement> differentiated = custom.differentiated();
    for (int i = 0; i < primal.types().size(); i++) {
      VariableElement parameter = primal.method().getParameters().get(i);
      if (roles.get(i) == Role.DIFFERENTIATED) {
        Value pulled =
            differentiated.size() == 1
                ? returned
                : component(part, returned, parameter.getSimpleName().toString());
        require(part, rule, pulled.type(), primal.types().get(i), true);
        part.results.add(pulled);
      }
    }
    return part;
  }

  private Value component(Part part, Value record, String name) {
    if (!(record.type() instanceof RecordType)) {
      throw new IllegalStateException("cotangents of type " + record.type());
    }
    return part.block.apply(
        place,
        RecordOps.RECORD_GET,
        Attributes.of("component", new Attribute.Text(name)),
        List.of(record));
  }

  private Part pushforward(CustomGradients.Rule rule) {
    Part part = start();
    Value result = part.further("result", primal.resultType());
    List<Value> given = new ArrayList<>(part.arguments);
    if (rule.takesResult()) {
      given.add(result);
    }
    for (int i = 0; i < primal.types().size(); i++) {
      VariableElement parameter = primal.method().getParameters().get(i);
      if (roles.get(i) == Role.DIFFERENTIATED) {
        given.add(part.further("d_" + parameter.getSimpleName(), primal.types().get(i)));
      } else if (custom.differentiated().contains(parameter)) {
        given.add(part.block.apply(place, ArrayOps.ARRAY_ZEROS_LIKE, part.arguments.get(i)));
      }
    }
    Value returned = call(part, rule, given);
    require(part, rule, returned.type(), primal.resultType(), false);
    part.results.add(returned);
    return part;
  }

  private Part start() {
    Part part = new Part();
    for (int i = 0; i < primal.types().size(); i++) {
      String name = primal.method().getParameters().get(i).getSimpleName().toString();
      part.argument(name, primal.types().get(i));
    }
    return part;
  }

  private Value call(Part part, CustomGradients.Rule rule, List<Value> given) {
    TypeElement declaring = (TypeElement) rule.method().getEnclosingElement();
    boolean isStatic = rule.method().getModifiers().contains(Modifier.STATIC);
    Receiver own = isStatic ? Receiver.none(declaring) : primal.receiver().in(declaring);
    return calls.call(place, part.context, rule.method(), own, given);
  }

  private void require(
      Part part, CustomGradients.Rule rule, ValueType actual, ValueType expected, boolean reverse) {
    if (!actual.equals(expected)) {
      part.block.requireEqual(place, actual, expected);
      throw part.block.refuse(
          place,
          Code.CUSTOM_GRADIENT_SIGNATURE,
          rule.method().getSimpleName(),
          reverse ? "vjp" : "jvp",
          primal.method().getSimpleName(),
          "it returns " + actual + ", not " + expected,
          "a method that returns the shapes of the differentiated arguments");
    }
  }
}
