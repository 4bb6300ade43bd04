package dev.kiln.processor.frontend;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Block;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.DerivativeRule.Role;
import dev.kiln.graph.Function;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ArrayOps;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.RecordOps;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Lowers the methods of a {@code @CustomGradient} to functions with the parameters that {@link
 * DerivativeRule} asks for, which call them.
 */
final class RuleLowering {
  /** A function on its way, whose fields are not all known yet. */
  private final class Part {
    final Body body = new Body(program, receiver, unit);
    final List<Value> arguments = new ArrayList<>();
    final List<Value> more = new ArrayList<>();
    final List<Value> results = new ArrayList<>();

    Value create(String name, ValueType type, List<Value> target) {
      Value value = body.block.values().create(name, type);
      target.add(value);
      return value;
    }

    Function function(String name, Collection<String> fields) {
      List<Value> parameters = new ArrayList<>(arguments);
      fields.forEach(field -> parameters.add(program.fieldValue(body, field)));
      parameters.addAll(more);
      Block block = body.block.build(new Terminator.Return(results));
      return new Function(
          name,
          new Block(parameters, block.operations(), block.terminator()),
          results.stream().map(Value::type).toList());
    }
  }

  private final MethodLowering program;
  private final CustomGradients custom;
  private final Receiver receiver;
  private final CompilationUnitTree unit;
  private final Tree place;
  private final ExecutableElement method;
  private final List<ValueType> types;
  private final ValueType resultType;
  private final List<Role> roles = new ArrayList<>();
  private final Optional<Part> vjp;
  private final Optional<Part> jvp;

  /**
   * @param types of the arguments
   * @param constants which of them are constant in the caller
   */
  RuleLowering(
      MethodLowering program,
      CustomGradients custom,
      Receiver receiver,
      CompilationUnitTree unit,
      Tree place,
      ExecutableElement method,
      List<ValueType> types,
      ValueType resultType,
      List<Boolean> constants) {
    this.program = program;
    this.custom = custom;
    this.receiver = receiver;
    this.unit = unit;
    this.place = place;
    this.method = method;
    this.types = types;
    this.resultType = resultType;
    for (int i = 0; i < types.size(); i++) {
      boolean counts =
          custom.differentiated().contains(method.getParameters().get(i)) && !constants.get(i);
      roles.add(counts ? Role.DIFFERENTIATED : Role.CONSTANT);
    }
    this.vjp = custom.vjp().map(this::pullback);
    this.jvp = custom.jvp().map(this::pushforward);
  }

  /** The fields of the model that the methods read. */
  Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>();
    vjp.ifPresent(part -> fields.addAll(part.body.fields.keySet()));
    jvp.ifPresent(part -> fields.addAll(part.body.fields.keySet()));
    return fields;
  }

  /**
   * Makes the functions.
   *
   * @param fields the fields that the primal function takes after its arguments
   * @param ofFields what they are to the rule
   * @param functions takes the functions
   */
  DerivativeRule finish(Collection<String> fields, Role ofFields, List<Function> functions) {
    fields.forEach(field -> roles.add(ofFields));
    return new DerivativeRule(
        vjp.map(part -> finish(part, "_vjp", fields, functions)),
        jvp.map(part -> finish(part, "_jvp", fields, functions)),
        roles);
  }

  private String finish(
      Part part, String suffix, Collection<String> fields, List<Function> functions) {
    Function function = part.function(program.uniqueName(method.getSimpleName() + suffix), fields);
    functions.add(function);
    return function.name();
  }

  private Part pullback(CustomGradients.Rule rule) {
    Part part = start();
    Value result = part.create("result", resultType, part.more);
    Value cotangent = part.create("dResult", resultType, part.more);
    List<Value> given = new ArrayList<>(part.arguments);
    if (rule.takesResult()) {
      given.add(result);
    }
    given.add(cotangent);
    Value returned = call(part, rule, given);
    List<VariableElement> differentiated = custom.differentiated();
    for (int i = 0; i < types.size(); i++) {
      VariableElement parameter = method.getParameters().get(i);
      if (roles.get(i) == Role.DIFFERENTIATED) {
        Value pulled =
            differentiated.size() == 1
                ? returned
                : component(part, returned, parameter.getSimpleName().toString());
        require(part, rule, pulled.type(), types.get(i), true);
        part.results.add(pulled);
      }
    }
    return part;
  }

  private Value component(Part part, Value record, String name) {
    if (!(record.type() instanceof RecordType)) {
      throw new IllegalStateException("cotangents of type " + record.type());
    }
    return part.body.apply(
        place,
        RecordOps.RECORD_GET,
        Attributes.of("component", new Attribute.Text(name)),
        List.of(record));
  }

  private Part pushforward(CustomGradients.Rule rule) {
    Part part = start();
    Value result = part.create("result", resultType, part.more);
    List<Value> given = new ArrayList<>(part.arguments);
    if (rule.takesResult()) {
      given.add(result);
    }
    for (int i = 0; i < types.size(); i++) {
      VariableElement parameter = method.getParameters().get(i);
      if (roles.get(i) == Role.DIFFERENTIATED) {
        given.add(part.create("d_" + parameter.getSimpleName(), types.get(i), part.more));
      } else if (custom.differentiated().contains(parameter)) {
        given.add(part.body.apply(place, ArrayOps.ARRAY_ZEROS_LIKE, part.arguments.get(i)));
      }
    }
    Value returned = call(part, rule, given);
    require(part, rule, returned.type(), resultType, false);
    part.results.add(returned);
    return part;
  }

  private Part start() {
    Part part = new Part();
    for (int i = 0; i < types.size(); i++) {
      String name = method.getParameters().get(i).getSimpleName().toString();
      part.create(name, types.get(i), part.arguments);
    }
    return part;
  }

  private Value call(Part part, CustomGradients.Rule rule, List<Value> given) {
    TypeElement declaring = (TypeElement) rule.method().getEnclosingElement();
    boolean isStatic = rule.method().getModifiers().contains(Modifier.STATIC);
    Receiver own = isStatic ? new Receiver(null, declaring, "") : receiver.in(declaring);
    return program.call(place, part.body, rule.method(), own, given);
  }

  private void require(
      Part part, CustomGradients.Rule rule, ValueType actual, ValueType expected, boolean reverse) {
    if (!actual.equals(expected)) {
      program.requireEqual(unit, place, actual, expected);
      throw part.body.refuse(
          place,
          Code.CUSTOM_GRADIENT_SIGNATURE,
          rule.method().getSimpleName(),
          reverse ? "vjp" : "jvp",
          method.getSimpleName(),
          "it returns " + actual + ", not " + expected,
          "a method that returns the shapes of what it differentiates");
    }
  }
}
