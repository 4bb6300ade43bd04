package dev.kiln.processor.frontend.call;

import com.sun.source.tree.NewClassTree;
import dev.kiln.graph.Value;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.OpenBlock;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;

/** Lowers {@code new} of records. */
public final class RecordCreation {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public RecordCreation(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
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
    TypeElement type = context.names().type(tree.getIdentifier(), context);
    if (type.getKind() != ElementKind.RECORD) {
      throw block.refuse(
          tree,
          Code.EXPRESSION,
          "a new " + type.getSimpleName(),
          "use records, arrays and tensors");
    }
    context.program().records().require(type, tree, block.site());
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
        throw block.refuse(
            tree.getArguments().get(i),
            Code.LOCAL_TYPE,
            Alternative.ofType(component.toString()),
            "a component of type " + component);
      }
      Value value = lowerer.initializer(tree.getArguments().get(i), wanted);
      values.add(value);
      components.add(
          new RecordType.Component(declared.get(i).getSimpleName().toString(), value.type()));
    }
    RecordType made = new RecordType(type.getQualifiedName().toString(), components);
    return block.apply(
        tree, RecordOps.RECORD_NEW, Attributes.of("type", new Attribute.Type(made)), values);
  }
}
