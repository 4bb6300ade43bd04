package dev.kiln.processor.frontend.call;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Spelling;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.array.ArrayMethodLowering;
import dev.kiln.processor.frontend.array.ModelElements;
import dev.kiln.processor.frontend.array.TensorArrayLowering;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.TensorArrays;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lambda;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.ModelValues;
import dev.kiln.processor.frontend.expression.EnumLowering;
import dev.kiln.processor.frontend.lambda.FunctionCalls;
import dev.kiln.processor.frontend.lambda.FunctionComposition;
import dev.kiln.processor.frontend.name.Instances;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.processor.model.library.GraphHolder;
import dev.kiln.processor.model.type.Enums;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;

/** Lowers calls: of operations, of methods whose source is at hand, of accessors and records. */
public final class CallLowering {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;
  private final OperationCalls operations;
  private final MethodCalls calls;

  /** Lowers code at one place. */
  public CallLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
    this.operations = new OperationCalls(lowerer);
    this.calls = new MethodCalls(lowerer);
  }

  /** Lowers a call; null for a void method. */
  public Value lower(MethodInvocationTree tree) {
    ExpressionTree method = tree.getMethodSelect();
    if (method instanceof IdentifierTree identifier) {
      return unqualified(tree, identifier.getName().toString());
    }
    if (method instanceof MemberSelectTree select) {
      return qualified(tree, select);
    }
    throw Refusal.leftToJavac();
  }

  private Value unqualified(MethodInvocationTree tree, String name) {
    TypeElement own = context.declaring();
    for (Element around = own;
        around instanceof TypeElement type;
        around = type.getEnclosingElement()) {
      if (!context.names().methods(type, name).isEmpty()) {
        Optional<Value> ofEnum = new EnumCalls(lowerer).unqualified(tree, type, name);
        if (ofEnum.isPresent()) {
          return ofEnum.get();
        }
        Receiver receiver = type.equals(own) ? context.receiver() : Receiver.none(type);
        return calls.call(
            tree,
            new MethodCalls.Callees(
                accessible(type, name, type), type, receiver, false, self(receiver)));
      }
    }
    return imported(tree, name);
  }

  /** The record that {@code this} is; lambdas do not have it unless they name it. */
  private Optional<Value> self(Receiver receiver) {
    return receiver.isRecord() && context.hasVariable(Receiver.THIS)
        ? Optional.of(block.environment().value(Receiver.THIS))
        : Optional.empty();
  }

  private Value imported(MethodInvocationTree tree, String name) {
    Map<ExecutableElement, TypeElement> methods = imported(name, true);
    if (methods.isEmpty()) {
      methods = imported(name, false);
    }
    Set<TypeElement> owners = new LinkedHashSet<>(methods.values());
    if (owners.isEmpty()) {
      String what = "the method '" + name + "'";
      new EnumLowering(block).requireOutsideOfConstant(tree, context.receiver(), what);
      List<TypeElement> compiled = context.program().compiled().staticImports(name, context);
      if (compiled.size() == 1) {
        return new DerivativeCalls(lowerer).lower(tree, compiled.get(0), name);
      }
      throw Refusal.leftToJavac();
    }
    TypeElement first = owners.iterator().next();
    if (owners.size() == 1) {
      return staticCall(tree, first, name);
    }
    if (owners.stream().anyMatch(each -> !meanings(each, name).isEmpty())) {
      throw block.refuse(
          tree, Code.UNKNOWN_CALL, name + ", imported from several classes and not qualified,");
    }
    return calls.call(
        tree,
        new MethodCalls.Callees(
            List.copyOf(methods.keySet()), first, Receiver.none(first), false, Optional.empty()));
  }

  /** The methods that static imports give, with the classes that these name. */
  private Map<ExecutableElement, TypeElement> imported(String name, boolean byName) {
    Map<ExecutableElement, TypeElement> methods = new LinkedHashMap<>();
    for (TypeElement owner : context.names().staticImports(name, context.unit(), byName)) {
      for (ExecutableElement method : accessible(owner, name, owner)) {
        if (method.getModifiers().contains(Modifier.STATIC)) {
          methods.putIfAbsent(method, owner);
        }
      }
    }
    return methods;
  }

  private List<ExecutableElement> accessible(TypeElement type, String name, TypeElement qualifier) {
    return context.names().accessible(type, name, context.declaring(), qualifier);
  }

  private Value qualified(MethodInvocationTree tree, MemberSelectTree select) {
    String name = select.getIdentifier().toString();
    ExpressionTree owner = select.getExpression();
    Optional<Instances.Instance> instance = context.instances().instance(owner);
    if (instance.isPresent()) {
      return calls.call(tree, callees(instance.get(), name));
    }
    if (context.receiver().isRecord() && isSuper(owner)) {
      return calls.call(tree, inherited((MemberSelectTree) owner, name));
    }
    Optional<TypeElement> compiled = context.program().compiled().model(owner, context);
    if (compiled.isPresent()) {
      return new DerivativeCalls(lowerer).lower(tree, compiled.get(), name);
    }
    TypeElement type = context.names().typeOrNull(owner, context);
    if (type != null) {
      return staticCall(tree, type, name);
    }
    if (isShapeSize(tree, select)) {
      return operations.dimension(tree, select);
    }
    if (context.constants().isStaticObject(owner) && !isKnown(owner)) {
      throw block.refuse(select, Code.UNKNOWN_CALL, objectMethod(owner, name), select);
    }
    Value receiver = new TensorArrayLowering(lowerer).base(owner);
    if (isKnownObject(receiver.type())) {
      return ofKnownObject(tree, receiver, name);
    }
    if (receiver.type() instanceof RecordType) {
      return new RecordCalls(lowerer).call(tree, receiver, name);
    }
    return CodedType.isEnum(receiver.type())
        ? new EnumCalls(lowerer).call(tree, receiver, name)
        : ofValue(tree, select, receiver);
  }

  /** A method of a tensor or an array. */
  private Value ofValue(MethodInvocationTree tree, MemberSelectTree select, Value receiver) {
    String name = select.getIdentifier().toString();
    if (receiver.type() instanceof TensorType) {
      List<Catalogue.Meaning> meanings = Catalogue.meanings(Spelling.TENSOR, name);
      if (!meanings.isEmpty()) {
        return operations.lower(tree, meanings, receiver);
      }
    }
    if (receiver.type() instanceof ScalarType) {
      Optional<Value> ofBox = new BoxCalls(lowerer).call(tree, select, receiver);
      if (ofBox.isPresent()) {
        return ofBox.get();
      }
    }
    boolean isCopy = receiver.type() instanceof ArrayType && name.equals("clone");
    if (isCopy && tree.getArguments().isEmpty()) {
      return block.apply(tree, ArrayOps.ARRAY_CLONE, receiver);
    }
    throw unknown(select, receiver.type(), name);
  }

  /** The methods of a record's interface that {@code Shape.super} means. */
  private MethodCalls.Callees inherited(MemberSelectTree parent, String name) {
    TypeElement type = context.names().type(parent.getExpression(), context);
    Receiver receiver = context.receiver();
    return new MethodCalls.Callees(
        accessible(type, name, type), type, receiver, true, self(receiver));
  }

  /** {@code Shape.super}. */
  private static boolean isSuper(ExpressionTree tree) {
    return tree instanceof MemberSelectTree select && select.getIdentifier().contentEquals("super");
  }

  /** Whether a static field holds a function, a record or a constant of an enum. */
  private boolean isKnown(ExpressionTree staticField) {
    MemberSelectTree select = (MemberSelectTree) staticField;
    TypeElement owner = context.names().typeOrNull(select.getExpression(), context);
    TypeMirror type = context.names().member(owner, select.getIdentifier().toString()).asType();
    return PlainTypes.record(type) != null
        || Enums.of(type).isPresent()
        || context.program().functions().of(type).isPresent();
  }

  /** Whether values of a type are functions, models or lists, which are known at compile time. */
  private boolean isKnownObject(ValueType type) {
    ModelValues models = new ModelValues(context.program().members());
    return TensorArrays.isList(type)
        || context.program().lambdas().of(type).isPresent()
        || models.model(type).isPresent()
        || models.array(type).filter(ModelArray::isList).isPresent();
  }

  private Value ofKnownObject(MethodInvocationTree tree, Value receiver, String name) {
    if (TensorArrays.isList(receiver.type())) {
      return ofTensors(tree, receiver, name);
    }
    Optional<Lambda> function = context.program().lambdas().of(receiver.type());
    if (function.isPresent()) {
      return new FunctionCalls(lowerer).call(tree, receiver, function.get());
    }
    ModelValues models = new ModelValues(context.program().members());
    Optional<NestedModel> model = models.model(receiver.type());
    if (model.isPresent()) {
      return calls.call(tree, callees(model.get(), models.site(receiver.type()), name));
    }
    return ofList(tree, models.array(receiver.type()).orElseThrow(), name);
  }

  /** The advice for a method of the object in a static field, such as {@code System.out}. */
  private Optional<Alternative> objectMethod(ExpressionTree object, String name) {
    MemberSelectTree field = (MemberSelectTree) object;
    TypeElement owner = context.names().typeOrNull(field.getExpression(), context);
    String simple = field.getIdentifier().toString();
    TypeMirror type = context.names().member(owner, simple).asType();
    return Alternative.ofMethod(owner.getQualifiedName() + "." + simple, name)
        .or(() -> Alternative.ofMethod(type.toString().replaceFirst("<.*", ""), name));
  }

  /** Refuses a method of an object, or leaves one that there is not to javac. */
  private Refusal unknown(Tree tree, ValueType receiver, String name) {
    String owner = "java.lang.Object"; // of an array
    if (receiver instanceof TensorType) {
      owner = Spelling.TENSOR;
    }
    TypeElement type = context.names().named(owner);
    boolean isObject = !(receiver instanceof ScalarType) && type != null;
    if (!isObject || context.names().methods(type, name).isEmpty()) {
      return Refusal.leftToJavac();
    }
    Optional<Alternative> instead = Alternative.ofMethod(owner, name);
    String called = TypeNames.simple(receiver) + "." + name;
    return block.refuse(tree, Code.UNKNOWN_CALL, instead, called);
  }

  /** {@code x.shape().size(i)} means the same as {@code x.dim(i)}. */
  private static boolean isShapeSize(MethodInvocationTree tree, MemberSelectTree select) {
    return select.getIdentifier().contentEquals("size")
        && tree.getArguments().size() == 1
        && select.getExpression() instanceof MethodInvocationTree inner
        && inner.getMethodSelect() instanceof MemberSelectTree shape
        && shape.getIdentifier().contentEquals("shape");
  }

  private Value staticCall(MethodInvocationTree tree, TypeElement type, String name) {
    List<Catalogue.Meaning> meanings = meanings(type, name);
    if (!meanings.isEmpty()) {
      return operations.lower(tree, meanings, null);
    }
    if (ArrayMethodLowering.isKnown(type.getQualifiedName(), name)) {
      return new ArrayMethodLowering(lowerer, tree).lower(type.getQualifiedName(), name);
    }
    if (type.getQualifiedName().contentEquals("java.util.List") && name.equals("of")) {
      Optional<Value> tensors = new TensorArrayLowering(lowerer).listOf(tree);
      if (tensors.isPresent()) {
        return tensors.get();
      }
    }
    if (NonNull.is(tree, type, name)) {
      return new NonNull(lowerer).lower(tree);
    }
    Optional<Value> ofEnum = new EnumCalls(lowerer).declared(tree, type, name);
    if (ofEnum.isPresent()) {
      return ofEnum.get();
    }
    Optional<Value> identity = new FunctionComposition(lowerer).identity(tree, type);
    if (identity.isPresent()) {
      return identity.get();
    }
    Optional<Alternative> instead = Alternative.ofMethod(type.getQualifiedName().toString(), name);
    boolean isNew = instead.filter(each -> each.names(type.getQualifiedName(), name)).isPresent();
    if (context.names().methods(type, name).isEmpty() && !isNew) {
      throw Refusal.leftToJavac();
    }
    if (!context.program().sources().hasSource(type) && !GraphHolder.mayBe(type)) {
      String called = type.getSimpleName() + "." + name;
      throw block.refuse(tree, Code.UNKNOWN_CALL, instead, called);
    }
    Receiver receiver = Receiver.none(type);
    return calls.call(
        tree,
        new MethodCalls.Callees(
            accessible(type, name, type), type, receiver, false, Optional.empty()));
  }

  private static List<Catalogue.Meaning> meanings(TypeElement type, String name) {
    return Catalogue.meanings(type.getQualifiedName().toString(), name);
  }

  private MethodCalls.Callees callees(NestedModel model, TypeElement site, String name) {
    Receiver receiver = new Receiver(model.model(), site, model.path() + ".");
    return new MethodCalls.Callees(
        accessible(site, name, site), site, receiver, false, Optional.empty());
  }

  private Value ofTensors(MethodInvocationTree tree, Value list, String name) {
    TensorArrayLowering tensors = new TensorArrayLowering(lowerer);
    List<? extends ExpressionTree> arguments = tree.getArguments();
    if (name.equals("get") && arguments.size() == 1) {
      return tensors.element(list, arguments.get(0));
    }
    if (name.equals("size") && arguments.isEmpty()) {
      return tensors.length(tree, list);
    }
    throw block.refuse(tree, Code.UNKNOWN_CALL, "List." + name, Alternative.METHOD_OF_LIST);
  }

  /** {@code layers.get(i)} and {@code layers.size()}. */
  private Value ofList(MethodInvocationTree tree, ModelArray list, String name) {
    ModelElements elements = new ModelElements(lowerer);
    List<? extends ExpressionTree> arguments = tree.getArguments();
    if (name.equals("get") && arguments.size() == 1) {
      return elements.element(list, arguments.get(0));
    }
    if (name.equals("size") && arguments.isEmpty()) {
      return elements.length(tree, list);
    }
    throw block.refuse(tree, Code.UNKNOWN_CALL, "List." + name, Alternative.METHOD_OF_LIST);
  }

  private MethodCalls.Callees callees(Instances.Instance instance, String name) {
    TypeElement own = context.declaring();
    TypeElement site = instance.type();
    TypeElement qualifier = instance.isSuper() ? own : site;
    Receiver receiver =
        new Receiver(
            context.instances().exact(instance), site, context.receiver().path() + instance.path());
    return new MethodCalls.Callees(
        accessible(site, name, qualifier), site, receiver, instance.isSuper(), Optional.empty());
  }
}
