package dev.kiln.processor.frontend.call;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.expression.ShapeAssertions;
import dev.kiln.processor.frontend.name.LocalRecords;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/** Lowers {@code new} of records. */
public final class RecordCreation {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;
  private final MadeRecords made;

  /** Lowers code at one place. */
  public RecordCreation(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
    this.made = new MadeRecords(lowerer);
  }

  /** {@code new Pair(a, b)}. */
  public Value lower(NewClassTree tree) {
    if (tree.getClassBody() != null) {
      throw block.refuse(
          tree, Code.EXPRESSION, "an anonymous class", "write its methods in the model");
    }
    if (context.program().compiled().model(tree.getIdentifier(), context).isPresent()) {
      throw block.refuse(
          tree,
          Code.EXPRESSION,
          "a new " + tree.getIdentifier(),
          "call the static form of the derivative, such as CompiledFoo.fGradient(this, x)");
    }
    Tree named =
        tree.getIdentifier() instanceof ParameterizedTypeTree generic
            ? generic.getType()
            : tree.getIdentifier();
    Optional<LocalRecords.LocalRecord> local = context.names().localRecord(named, context);
    if (local.isPresent() && local.get().isPlain()) {
      return create(tree, local.get());
    }
    TypeElement type = context.names().type(named, context);
    if (type.getKind() != ElementKind.RECORD) {
      throw block.refuse(
          tree,
          Code.EXPRESSION,
          "a new " + type.getSimpleName(),
          Alternative.ofType(type.getQualifiedName().toString())
              .map(Alternative::text)
              .orElse("use records, arrays and tensors"));
    }
    return create(tree, tree.getArguments(), type);
  }

  private Value create(NewClassTree tree, LocalRecords.LocalRecord record) {
    List<VariableTree> declared = record.components();
    if (declared.size() != tree.getArguments().size()) {
      throw Refusal.leftToJavac();
    }
    List<String> names = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      ValueType wanted = context.program().types().local(declared.get(i).getType(), context);
      names.add(declared.get(i).getName().toString());
      values.add(lowerer.initializer(tree.getArguments().get(i), wanted));
    }
    ShapeAssertions shapes = new ShapeAssertions(context);
    List<Optional<TensorType>> shaped = declared.stream().map(shapes::of).toList();
    List<Value> checked =
        shapes.components(tree, tree.getIdentifier().toString(), names, shaped, values);
    return made.made(tree, record.name(), names, checked);
  }

  /** Creates a record with one of its constructors. */
  public Value create(Tree tree, List<? extends ExpressionTree> arguments, TypeElement type) {
    context.program().records().require(type, tree, block.site());
    List<ExecutableElement> constructors = ElementFilter.constructorsIn(type.getEnclosedElements());
    if (constructors.stream().anyMatch(made::isWritten)) {
      return new MethodCalls(lowerer)
          .call(
              tree,
              arguments,
              new MethodCalls.Callees(
                  constructors, type, Receiver.none(type), false, Optional.empty()));
    }
    List<Value> values = new ArrayList<>();
    List<? extends RecordComponentElement> declared = type.getRecordComponents();
    if (declared.size() != arguments.size()) {
      throw Refusal.leftToJavac();
    }
    for (int i = 0; i < declared.size(); i++) {
      TypeMirror component = declared.get(i).asType();
      ValueType wanted = PlainTypes.of(component);
      if (component.getKind().isPrimitive() && wanted == null) {
        throw block.refuse(
            arguments.get(i),
            Code.LOCAL_TYPE,
            Alternative.ofType(component.toString()),
            "a component of type " + component);
      }
      values.add(lowerer.initializer(arguments.get(i), wanted));
    }
    return made.made(tree, type, values);
  }
}
