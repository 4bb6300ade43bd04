package dev.kiln.processor.frontend.call;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Vectorized;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.Unknowns;
import dev.kiln.processor.frontend.code.CalledDerivative;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.name.Instances;
import dev.kiln.processor.frontend.name.MethodResolution;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.frontend.type.Promotion;
import dev.kiln.processor.model.DerivativeName;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.RecordType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/**
 * Lowers calls of derivatives: {@code CompiledFoo.energyGradient(this, x)}. The generated class
 * does not exist yet, so that the names of its methods are known by rule.
 */
final class DerivativeCalls {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;
  private final Arguments conversion;

  DerivativeCalls(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
    this.conversion = new Arguments(lowerer);
  }

  /** Lowers a call of the static form of a derivative of a model; null for a void one. */
  Value lower(MethodInvocationTree tree, TypeElement model, String name) {
    List<DerivativeName> meanings =
        DerivativeName.of(name, base -> methods(model, base), base -> named(model, base));
    if (meanings.isEmpty() && isBatched(model, name)) {
      throw block.refuse(
          tree,
          Code.EXPRESSION,
          "the batched form " + name,
          "loop over the examples, and call the method for each");
    }
    if (meanings.isEmpty() || tree.getArguments().isEmpty()) {
      throw Refusal.leftToJavac();
    }
    Receiver receiver = receiver(tree, model, name);
    List<? extends ExpressionTree> trees =
        tree.getArguments().subList(1, tree.getArguments().size());
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < trees.size(); i++) {
      values.add(conversion.lower(trees.get(i), wanted(meanings, i)));
    }
    if (values.stream().anyMatch(each -> Unknowns.isUnknown(each.type()))) {
      throw Refusal.reported();
    }
    DerivativeName meant = meant(tree, model, name, meanings, values);
    requireVarying(tree, values, name);
    CalledDerivative derivative = lowerer.derivative(tree, meant, receiver);
    List<ValueType> types = derivative.parameters();
    if (types.size() != values.size()) {
      throw Refusal.leftToJavac();
    }
    List<Value> converted = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      converted.add(converted(trees.get(i), values.get(i), types.get(i)));
    }
    return derivative.call(converted);
  }

  /** Whether a name is that of a batched form, of a method or of a derivative. */
  private boolean isBatched(TypeElement model, String name) {
    boolean found = false;
    for (int at = name.indexOf("Batch"); at > 0 && !found; at = name.indexOf("Batch", at + 1)) {
      String base = name.substring(0, at);
      found =
          Inheritance.lineage(model).stream()
              .flatMap(each -> ElementFilter.methodsIn(each.getEnclosedElements()).stream())
              .anyMatch(each -> isVectorized(each, base));
    }
    return found;
  }

  private static boolean isVectorized(ExecutableElement method, String base) {
    return Arrays.stream(method.getAnnotationsByType(Vectorized.class))
        .anyMatch(
            each ->
                base.startsWith(each.name())
                    && (!each.name().isEmpty() || method.getSimpleName().contentEquals(base)));
  }

  private List<ExecutableElement> methods(TypeElement model, String name) {
    return context.names().methods(model, name).stream()
        .filter(each -> each.getAnnotation(Compute.class) != null)
        .toList();
  }

  /** The method of a model that has an annotation of a name. */
  private static List<ExecutableElement> named(TypeElement model, String name) {
    return Inheritance.lineage(model).stream()
        .flatMap(each -> ElementFilter.methodsIn(each.getEnclosedElements()).stream())
        .filter(
            each ->
                Arrays.stream(each.getAnnotationsByType(Differentiable.class))
                    .anyMatch(annotation -> annotation.name().equals(name)))
        .limit(1)
        .toList();
  }

  private Receiver receiver(MethodInvocationTree tree, TypeElement model, String name) {
    ExpressionTree given = tree.getArguments().get(0);
    Optional<Instances.Instance> instance = context.instances().instance(given);
    boolean isModel =
        instance.isPresent()
            && !instance.get().isSuper()
            && context.instances().exact(instance.get()).equals(model);
    if (!isModel) {
      String article = "a " + model.getSimpleName();
      throw block.refuse(given, Code.DERIVATIVE_INSTANCE, name, given, article);
    }
    return new Receiver(model, model, context.receiver().path() + instance.get().path());
  }

  /** The type that a scalar argument of the method has, where only one method is meant. */
  private static ValueType wanted(List<DerivativeName> meanings, int index) {
    ExecutableElement method = meanings.get(0).method();
    return meanings.size() == 1 && index < method.getParameters().size()
        ? PlainTypes.of(method.getParameters().get(index).asType())
        : null;
  }

  /** The derivative of the overload that Java would choose. */
  private DerivativeName meant(
      MethodInvocationTree tree,
      TypeElement model,
      String name,
      List<DerivativeName> meanings,
      List<Value> values) {
    if (meanings.size() == 1) {
      return meanings.get(0);
    }
    List<DerivativeName> fitting = new ArrayList<>();
    for (int count = 0; count <= values.size(); count++) {
      int arity = count;
      List<DerivativeName> ofArity =
          meanings.stream()
              .filter(each -> each.method().getParameters().size() == arity)
              .filter(each -> each.takesMore() ? values.size() > arity : values.size() == arity)
              .toList();
      List<ValueType> types = values.stream().limit(arity).map(Value::type).toList();
      context
          .program()
          .methods()
          .resolve(ofArity.stream().map(DerivativeName::method).toList(), model, types)
          .filter(each -> each.phase() == MethodResolution.Phase.STRICT)
          .flatMap(
              found ->
                  ofArity.stream().filter(each -> each.method().equals(found.method())).findFirst())
          .ifPresent(fitting::add);
    }
    if (fitting.size() != 1) {
      throw block.refuse(
          tree, Code.UNKNOWN_CALL, name + " with these arguments", Alternative.OTHER_ARGUMENTS);
    }
    return fitting.get(0);
  }

  /** What is constant to the code at hand would be taken for a variable inside the derivative. */
  private void requireVarying(MethodInvocationTree tree, List<Value> values, String name) {
    boolean isConstant =
        context.isConstant() || values.stream().anyMatch(block.references()::isMarked);
    if (isConstant) {
      throw block.refuse(
          tree,
          Code.EXPRESSION,
          name + " in @NoGradient code, or of a @NoGradient array,",
          "take StopGradient.of(..) of what it returns");
    }
  }

  private Value converted(ExpressionTree tree, Value value, ValueType type) {
    boolean isSized = type instanceof TensorType || type instanceof RecordType;
    if (!isSized && !Promotion.widens(value.type(), type)) {
      throw Refusal.leftToJavac();
    }
    boolean fits =
        !isSized
            || type instanceof TensorType && value.type() instanceof TensorType
            || type instanceof RecordType record
                && value.type() instanceof RecordType given
                && given.name().equals(record.name());
    if (!fits) {
      throw Refusal.leftToJavac();
    }
    return isSized ? value : conversion.convert(tree, value, type);
  }
}
