package dev.kiln.processor.frontend;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.ArrayOps;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.Catalogue;
import dev.kiln.op.RecordOps;
import dev.kiln.op.Spelling;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.model.type.CalledShapes;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Lowers calls: of operations, of methods whose source is at hand, of accessors and records. */
final class CallLowering {
  private final Body body;
  private final OperationCalls operations;

  CallLowering(Body body) {
    this.body = body;
    this.operations = new OperationCalls(body);
  }

  /** Lowers a call; null for a void method. */
  Value lower(MethodInvocationTree tree) {
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
    TypeElement context = body.receiver.declaring();
    for (Element around = context;
        around instanceof TypeElement type;
        around = type.getEnclosingElement()) {
      if (!body.program.names().methods(type, name).isEmpty()) {
        Receiver receiver = type.equals(context) ? body.receiver : new Receiver(null, type, "");
        return call(tree, new Callees(accessible(type, name, type), type, receiver, false));
      }
    }
    return imported(tree, name);
  }

  private Value imported(MethodInvocationTree tree, String name) {
    Map<ExecutableElement, TypeElement> methods = imported(name, true);
    if (methods.isEmpty()) {
      methods = imported(name, false);
    }
    Set<TypeElement> owners = new LinkedHashSet<>(methods.values());
    if (owners.isEmpty()) {
      throw Refusal.leftToJavac();
    }
    TypeElement first = owners.iterator().next();
    if (owners.size() == 1) {
      return staticCall(tree, first, name);
    }
    if (owners.stream().anyMatch(each -> !meanings(each, name).isEmpty())) {
      throw body.refuse(
          tree, Code.UNKNOWN_CALL, name + ", imported from several classes and not qualified,");
    }
    return call(
        tree,
        new Callees(List.copyOf(methods.keySet()), first, new Receiver(null, first, ""), false));
  }

  /** The methods that static imports give, with the classes that these name. */
  private Map<ExecutableElement, TypeElement> imported(String name, boolean byName) {
    Map<ExecutableElement, TypeElement> methods = new LinkedHashMap<>();
    for (TypeElement owner : body.program.names().staticImports(name, body.unit, byName)) {
      for (ExecutableElement method : accessible(owner, name, owner)) {
        if (method.getModifiers().contains(Modifier.STATIC)) {
          methods.putIfAbsent(method, owner);
        }
      }
    }
    return methods;
  }

  private List<ExecutableElement> accessible(TypeElement type, String name, TypeElement qualifier) {
    return body.program.names().accessible(type, name, body.receiver.declaring(), qualifier);
  }

  private Value qualified(MethodInvocationTree tree, MemberSelectTree select) {
    String name = select.getIdentifier().toString();
    ExpressionTree owner = select.getExpression();
    Optional<NameLowering.Instance> instance = body.expressions.names().instance(owner);
    if (instance.isPresent()) {
      return call(tree, callees(instance.get(), name));
    }
    TypeElement type = body.program.names().typeOrNull(owner, body);
    if (type != null) {
      return staticCall(tree, type, name);
    }
    if (isShapeSize(tree, select)) {
      return operations.dimension(tree, select);
    }
    if (body.expressions.names().isStaticObject(owner)) {
      throw body.refuse(select, Code.UNKNOWN_CALL, objectMethod(owner, name), select);
    }
    Value receiver = body.expressions.lower(owner);
    if (receiver.type() instanceof RecordType record) {
      return accessor(tree, receiver, record, name);
    }
    if (receiver.type() instanceof TensorType) {
      List<Catalogue.Meaning> meanings = Catalogue.meanings(Spelling.TENSOR, name);
      if (!meanings.isEmpty()) {
        return operations.lower(tree, meanings, receiver);
      }
    }
    boolean isCopy = receiver.type() instanceof ArrayType && name.equals("clone");
    if (isCopy && tree.getArguments().isEmpty()) {
      return body.apply(tree, ArrayOps.ARRAY_CLONE, receiver);
    }
    throw unknown(select, receiver.type(), name);
  }

  /** The advice for a method of the object in a static field, such as {@code System.out}. */
  private Optional<Alternative> objectMethod(ExpressionTree object, String name) {
    MemberSelectTree field = (MemberSelectTree) object;
    TypeElement owner = body.program.names().typeOrNull(field.getExpression(), body);
    String simple = field.getIdentifier().toString();
    TypeMirror type = body.program.names().member(owner, simple).asType();
    return PlainTypes.record(type) != null
        ? Optional.of(Alternative.METHOD_OF_RECORD)
        : Alternative.ofMethod(owner.getQualifiedName() + "." + simple, name)
            .or(() -> Alternative.ofMethod(type.toString().replaceFirst("<.*", ""), name));
  }

  /** Refuses a method of an object, or leaves one that there is not to javac. */
  private Refusal unknown(Tree tree, ValueType receiver, String name) {
    String owner = "java.lang.Object"; // of an array
    if (receiver instanceof TensorType) {
      owner = Spelling.TENSOR;
    } else if (receiver instanceof RecordType record) {
      owner = record.name();
    }
    TypeElement type = body.program.names().named(owner);
    boolean isObject = !(receiver instanceof ScalarType) && type != null;
    if (!isObject || body.program.names().methods(type, name).isEmpty()) {
      return Refusal.leftToJavac();
    }
    Optional<Alternative> instead =
        receiver instanceof RecordType
            ? Optional.of(Alternative.METHOD_OF_RECORD)
            : Alternative.ofMethod(owner, name);
    String called = TypeNames.simple(receiver) + "." + name;
    return body.refuse(tree, Code.UNKNOWN_CALL, instead, called);
  }

  /** {@code x.shape().size(i)} means the same as {@code x.dim(i)}. */
  private static boolean isShapeSize(MethodInvocationTree tree, MemberSelectTree select) {
    return select.getIdentifier().contentEquals("size")
        && tree.getArguments().size() == 1
        && select.getExpression() instanceof MethodInvocationTree inner
        && inner.getMethodSelect() instanceof MemberSelectTree shape
        && shape.getIdentifier().contentEquals("shape");
  }

  private Value accessor(
      MethodInvocationTree tree, Value receiver, RecordType record, String name) {
    if (record.indexOf(name) < 0 || !tree.getArguments().isEmpty()) {
      throw unknown(tree, record, name);
    }
    return body.apply(
        tree,
        RecordOps.RECORD_GET,
        Attributes.of("component", new Attribute.Text(name)),
        List.of(receiver));
  }

  private Value staticCall(MethodInvocationTree tree, TypeElement type, String name) {
    List<Catalogue.Meaning> meanings = meanings(type, name);
    if (!meanings.isEmpty()) {
      return operations.lower(tree, meanings, null);
    }
    Optional<Alternative> instead = Alternative.ofMethod(type.getQualifiedName().toString(), name);
    boolean isNew = instead.filter(each -> each.names(type.getQualifiedName(), name)).isPresent();
    if (body.program.names().methods(type, name).isEmpty() && !isNew) {
      throw Refusal.leftToJavac();
    }
    if (!body.program.hasSource(type)) {
      String called = type.getSimpleName() + "." + name;
      throw body.refuse(tree, Code.UNKNOWN_CALL, instead, called);
    }
    Receiver receiver = new Receiver(null, type, "");
    return call(tree, new Callees(accessible(type, name, type), type, receiver, false));
  }

  private static List<Catalogue.Meaning> meanings(TypeElement type, String name) {
    return Catalogue.meanings(type.getQualifiedName().toString(), name);
  }

  /**
   * The methods that a call may mean.
   *
   * @param site the class that is searched
   * @param isSuper whether the method that is found runs, overridden or not
   */
  private record Callees(
      List<ExecutableElement> methods, TypeElement site, Receiver receiver, boolean isSuper) {}

  private Callees callees(NameLowering.Instance instance, String name) {
    TypeElement own = body.receiver.declaring();
    TypeElement site = instance.type();
    TypeElement qualifier = instance.isSuper() ? own : site;
    Receiver receiver =
        new Receiver(
            body.expressions.names().exact(instance), site, body.receiver.path() + instance.path());
    return new Callees(accessible(site, name, qualifier), site, receiver, instance.isSuper());
  }

  private Value call(MethodInvocationTree tree, Callees callees) {
    List<ExecutableElement> methods = callees.methods();
    Receiver receiver = callees.receiver();
    if (methods.isEmpty()) {
      throw Refusal.leftToJavac();
    }
    List<Value> arguments = new ArrayList<>();
    for (int i = 0; i < tree.getArguments().size(); i++) {
      ExpressionTree argument = tree.getArguments().get(i);
      if (takeChar(methods, i) && Characters.mayBeChar(argument, body.expressions.names())) {
        throw body.refuse(argument, Code.EXPRESSION, "a char argument", "cast it to int");
      }
      ValueType wanted = wanted(methods, i, tree.getArguments().size());
      Value value = body.expressions.argument(argument, wanted);
      boolean unknown = Recovery.isUnknown(value.type()) && wanted != null;
      arguments.add(unknown ? body.recovery.unknown(wanted) : value);
    }
    if (arguments.stream().anyMatch(each -> Recovery.isUnknown(each.type()))) {
      throw Refusal.reported();
    }
    ExecutableElement method = resolve(tree, callees, arguments);
    boolean isStatic = method.getModifiers().contains(Modifier.STATIC);
    TypeElement declaring = (TypeElement) method.getEnclosingElement();
    if (!isStatic && receiver.isStatic()) {
      throw body.refuse(tree, Code.VIRTUAL_CALL, "the receiver of " + method.getSimpleName());
    }
    List<Value> converted = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      ValueType type = PlainTypes.of(method.getParameters().get(i).asType());
      converted.add(body.expressions.argument(tree.getArguments().get(i), arguments.get(i), type));
    }
    if (!isStatic && !receiver.path().isEmpty()) {
      checkShapes(tree, method, receiver.path(), converted);
    }
    Receiver callee = isStatic ? new Receiver(null, declaring, "") : receiver.in(declaring);
    return body.program.call(tree, body, method, callee, converted);
  }

  /** The method that runs: the one that overload resolution finds, or what overrides it. */
  private ExecutableElement resolve(
      MethodInvocationTree tree, Callees callees, List<Value> arguments) {
    List<ValueType> types = arguments.stream().map(Value::type).toList();
    Optional<MethodResolution.Resolved> resolved =
        body.program.methods().resolve(callees.methods(), callees.site(), types);
    // wrong Java, or right with boxing, variable arity or other types
    ExecutableElement first = callees.methods().get(0);
    ExecutableElement found = resolved.map(MethodResolution.Resolved::method).orElse(first);
    Receiver receiver = callees.receiver();
    boolean isFinal = callees.isSuper() || receiver.isStatic();
    ExecutableElement method =
        isFinal ? found : body.program.names().inheritance().selected(found, receiver.model());
    boolean fits =
        resolved.isPresent()
            && resolved.get().phase() == MethodResolution.Phase.STRICT
            && takes(method, types);
    if (!fits) {
      if (callees.methods().stream().noneMatch(each -> mayFit(each, arguments))) {
        throw Refusal.leftToJavac();
      }
      String called = qualifiedName(found) + " with these arguments";
      throw body.refuse(tree, Code.UNKNOWN_CALL, called, Alternative.OTHER_ARGUMENTS);
    }
    return method;
  }

  /** Whether Java may accept the arguments: with boxing, variable arity, or other types. */
  private static boolean mayFit(ExecutableElement method, List<Value> arguments) {
    if (method.isVarArgs()) {
      return true;
    }
    if (method.getParameters().size() != arguments.size()) {
      return false;
    }
    for (int i = 0; i < arguments.size(); i++) {
      ValueType type = PlainTypes.of(method.getParameters().get(i).asType());
      if (type != null && !Promotion.widens(arguments.get(i).type(), type)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the parameters are declared with types whose values are what they say. */
  private static boolean takes(ExecutableElement method, List<ValueType> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      TypeMirror declared = method.getParameters().get(i).asType();
      ValueType argument = arguments.get(i);
      TypeElement record = PlainTypes.record(declared);
      boolean fits =
          argument instanceof TensorType
              ? PlainTypes.isTensor(declared)
              : argument instanceof RecordType actual
                  ? record != null && record.getQualifiedName().contentEquals(actual.name())
                  : PlainTypes.of(declared) != null;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** The type that all methods with so many parameters take there; null where they differ. */
  private static ValueType wanted(List<ExecutableElement> methods, int index, int count) {
    Set<ValueType> types = new HashSet<>();
    for (ExecutableElement method : methods) {
      if (method.getParameters().size() == count) {
        types.add(PlainTypes.of(method.getParameters().get(index).asType()));
      }
    }
    return types.size() == 1 ? types.iterator().next() : null;
  }

  /**
   * Whether one of the methods takes a char as argument {@code index}, so that Java may mean it.
   */
  private static boolean takeChar(List<ExecutableElement> methods, int index) {
    return methods.stream()
        .filter(method -> index < method.getParameters().size())
        .map(method -> method.getParameters().get(index).asType().getKind())
        .anyMatch(TypeKind.CHAR::equals);
  }

  /** The arguments of a method of a nested model fit the shapes that it declares. */
  private void checkShapes(
      MethodInvocationTree tree, ExecutableElement method, String prefix, List<Value> arguments) {
    List<ValueType> types = arguments.stream().map(Value::type).toList();
    CalledShapes shapes = new CalledShapes(method, body.program.fields(), prefix, types);
    for (int i = 0; i < arguments.size(); i++) {
      Optional<TensorType> expected = shapes.expected(i);
      if (expected.isEmpty()) {
        continue;
      }
      ValueType needed = body.program.sizes().resolve(expected.get());
      if (!needed.equals(types.get(i))) {
        ExpressionTree argument = tree.getArguments().get(i);
        body.program.requireEqual(body.unit, argument, needed, types.get(i));
        throw body.refuse(
            argument,
            Code.SHAPE_ARGUMENT,
            method.getParameters().get(i).getSimpleName(),
            prefix + method.getSimpleName(),
            shapes.declared(i).orElseThrow(),
            needed,
            types.get(i),
            body.program.sizes().reasons(((TensorType) needed).dims().toArray(new Dim[0])));
      }
    }
  }

  /** {@code Line.half}: how messages name a method. */
  static String qualifiedName(ExecutableElement method) {
    return method.getEnclosingElement().getSimpleName() + "." + method.getSimpleName();
  }

  /** {@code new Pair(a, b)}. */
  Value construction(NewClassTree tree) {
    if (tree.getClassBody() != null) {
      throw body.refuse(
          tree, Code.EXPRESSION, "an anonymous class", "write its methods in the model");
    }
    if (body.program.names().isCompiledModel(tree.getIdentifier(), body)) {
      throw body.refuse(
          tree,
          Code.EXPRESSION,
          "a new " + tree.getIdentifier(),
          "ask for derivatives where the method is called: they are no part of it");
    }
    TypeElement type = body.program.names().type(tree.getIdentifier(), body);
    if (type.getKind() != ElementKind.RECORD) {
      throw body.refuse(
          tree,
          Code.EXPRESSION,
          "a new " + type.getSimpleName(),
          "use records, arrays and tensors");
    }
    body.program.requirePlain(type, tree, body);
    List<RecordType.Component> components = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    List<? extends RecordComponentElement> declared = type.getRecordComponents();
    if (declared.size() != tree.getArguments().size()) {
      throw Refusal.leftToJavac();
    }
    for (int i = 0; i < declared.size(); i++) {
      TypeMirror component = declared.get(i).asType();
      ValueType wanted = PlainTypes.of(component);
      if (component.getKind().isPrimitive() && wanted == null) {
        throw body.refuse(
            tree.getArguments().get(i),
            Code.LOCAL_TYPE,
            Alternative.ofType(component.toString()),
            "a component of type " + component);
      }
      Value value = body.expressions.initialize(tree.getArguments().get(i), wanted);
      values.add(value);
      components.add(
          new RecordType.Component(declared.get(i).getSimpleName().toString(), value.type()));
    }
    RecordType made = new RecordType(type.getQualifiedName().toString(), components);
    return body.apply(
        tree, RecordOps.RECORD_NEW, Attributes.of("type", new Attribute.Type(made)), values);
  }
}
