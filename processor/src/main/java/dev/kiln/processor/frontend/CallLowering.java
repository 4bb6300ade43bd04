package dev.kiln.processor.frontend;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import dev.kiln.graph.Value;
import dev.kiln.op.ArrayOps;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.Catalogue;
import dev.kiln.op.RecordOps;
import dev.kiln.op.Spelling;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.model.CalledShapes;
import dev.kiln.processor.model.PlainTypes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
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
    for (javax.lang.model.element.Element around = context;
        around instanceof TypeElement type;
        around = type.getEnclosingElement()) {
      boolean own = type.equals(context);
      TypeElement dynamic = own && !body.receiver.isStatic() ? body.receiver.model() : type;
      List<ExecutableElement> methods = new ArrayList<>();
      if (own) {
        // a private method of the class at hand is not overridden by one of the same name
        for (ExecutableElement method : body.program.names().methods(type, name)) {
          if (method.getModifiers().contains(Modifier.PRIVATE)) {
            methods.add(method);
          }
        }
      }
      methods.addAll(body.program.names().methods(dynamic, name));
      if (!methods.isEmpty()) {
        return call(tree, methods, own ? body.receiver : new Receiver(null, type, ""));
      }
    }
    for (TypeElement owner : body.program.names().staticImports(name, body.unit)) {
      Value value = staticCall(tree, owner, name);
      if (value != null || !body.program.names().methods(owner, name).isEmpty()) {
        return value;
      }
    }
    throw Refusal.leftToJavac();
  }

  private Value qualified(MethodInvocationTree tree, MemberSelectTree select) {
    String name = select.getIdentifier().toString();
    ExpressionTree owner = select.getExpression();
    if (owner instanceof IdentifierTree identifier) {
      if (identifier.getName().contentEquals("this")) {
        return call(tree, body.program.names().methods(body.receiver.model(), name), body.receiver);
      }
      if (identifier.getName().contentEquals("super")) {
        TypeElement parent =
            (TypeElement) ((DeclaredType) body.receiver.declaring().getSuperclass()).asElement();
        return call(tree, body.program.names().methods(parent, name), body.receiver);
      }
    }
    String path = body.expressions.names().path(owner);
    if (path != null) {
      String whole = body.receiver.path() + path;
      TypeElement model = body.program.model(whole.substring(0, whole.length() - 1));
      Receiver receiver = new Receiver(model, model, whole);
      return call(tree, body.program.names().methods(model, name), receiver);
    }
    TypeElement type = body.program.names().typeOrNull(owner, body);
    if (type != null) {
      return staticCall(tree, type, name);
    }
    if (isShapeSize(tree, select)) {
      return operations.dimension(tree, select);
    }
    if (body.expressions.names().isStaticObject(owner)) {
      throw body.refuse(select, Code.UNKNOWN_CALL, select);
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
    throw body.refuse(select, Code.UNKNOWN_CALL, name);
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
      throw body.refuse(tree, Code.UNKNOWN_CALL, name);
    }
    return body.apply(
        tree,
        RecordOps.RECORD_GET,
        Attributes.of("component", new Attribute.Text(name)),
        List.of(receiver));
  }

  private Value staticCall(MethodInvocationTree tree, TypeElement type, String name) {
    List<Catalogue.Meaning> meanings = Catalogue.meanings(type.getQualifiedName().toString(), name);
    if (!meanings.isEmpty()) {
      return operations.lower(tree, meanings, null);
    }
    List<ExecutableElement> methods = body.program.names().methods(type, name);
    if (methods.isEmpty()) {
      return missing(tree, type, name);
    }
    return call(tree, methods, new Receiver(null, type, ""));
  }

  private Value missing(MethodInvocationTree tree, TypeElement type, String name) {
    throw body.refuse(tree, Code.UNKNOWN_CALL, type.getSimpleName() + "." + name);
  }

  private Value call(
      MethodInvocationTree tree, List<ExecutableElement> methods, Receiver receiver) {
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
      arguments.add(body.expressions.argument(argument, wanted));
    }
    ExecutableElement method = resolve(methods, arguments);
    if (method == null) { // wrong Java, or right with boxing, variable arity or other types
      String called = qualifiedName(methods.get(0));
      throw body.refuse(tree, Code.UNKNOWN_CALL, called + " with these arguments");
    }
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

  /** Java's overload resolution, as far as the types of the compiled language need it. */
  private static ExecutableElement resolve(List<ExecutableElement> methods, List<Value> arguments) {
    ExecutableElement best = null;
    for (ExecutableElement method : methods) {
      if (isApplicable(method, arguments) && (best == null || isMoreSpecific(method, best))) {
        best = method;
      }
    }
    return best;
  }

  private static boolean isApplicable(ExecutableElement method, List<Value> arguments) {
    if (method.getParameters().size() != arguments.size()) {
      return false;
    }
    for (int i = 0; i < arguments.size(); i++) {
      var mirror = method.getParameters().get(i).asType();
      ValueType type = PlainTypes.of(mirror);
      ValueType actual = arguments.get(i).type();
      boolean fits;
      if (type != null) {
        fits = Promotion.widens(actual, type);
      } else if (actual instanceof TensorType) {
        fits = mirror.toString().endsWith("Tensor");
      } else {
        fits = actual instanceof RecordType record && record.name().equals(mirror.toString());
      }
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** Of equal signatures neither is: the one found first hides the other. */
  private static boolean isMoreSpecific(ExecutableElement left, ExecutableElement right) {
    boolean differs = false;
    for (int i = 0; i < left.getParameters().size(); i++) {
      ValueType first = PlainTypes.of(left.getParameters().get(i).asType());
      ValueType second = PlainTypes.of(right.getParameters().get(i).asType());
      if (first != null && second != null && !Promotion.widens(first, second)) {
        return false;
      }
      differs |= first != null && !first.equals(second);
    }
    return differs;
  }

  /** {@code new Pair(a, b)}. */
  Value construction(NewClassTree tree) {
    TypeElement type = body.program.names().type(tree.getIdentifier(), body);
    if (type.getKind() != ElementKind.RECORD || tree.getClassBody() != null) {
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
            tree.getArguments().get(i), Code.LOCAL_TYPE, "a component of type " + component);
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
