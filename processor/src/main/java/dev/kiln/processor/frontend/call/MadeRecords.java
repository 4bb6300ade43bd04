package dev.kiln.processor.frontend.call;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.expression.ShapeAssertions;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.model.type.RecordRules;
import dev.kiln.type.RecordType;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/** Makes records, with a constructor that is known or from their components. */
public final class MadeRecords {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public MadeRecords(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** Creates a record with the constructor that is meant. */
  Value create(Tree tree, ExecutableElement constructor, List<Value> arguments) {
    TypeElement type = (TypeElement) constructor.getEnclosingElement();
    return isWritten(constructor)
        ? lowerer.call(tree, constructor, Receiver.of(type), arguments)
        : made(tree, type, arguments);
  }

  /** Whether a constructor has code. */
  boolean isWritten(ExecutableElement constructor) {
    return RecordRules.isWritten(constructor, context.program().sources().trees());
  }

  /** A record with components. */
  public Value made(Tree tree, TypeElement type, List<Value> values) {
    List<String> names =
        type.getRecordComponents().stream().map(each -> each.getSimpleName().toString()).toList();
    ShapeAssertions shapes = new ShapeAssertions(context);
    List<Optional<TensorType>> declared =
        type.getRecordComponents().stream().map(each -> shapes.of(tree, each)).toList();
    List<Value> checked =
        shapes.components(tree, type.getSimpleName().toString(), names, declared, values);
    return made(tree, type.getQualifiedName().toString(), names, checked);
  }

  /** A record with components, of a type with a name. */
  Value made(Tree tree, String type, List<String> names, List<Value> values) {
    List<RecordType.Component> components = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      components.add(new RecordType.Component(names.get(i), values.get(i).type()));
    }
    Attribute made = new Attribute.Type(new RecordType(type, components));
    return block.apply(tree, RecordOps.RECORD_NEW, Attributes.of("type", made), values);
  }
}
