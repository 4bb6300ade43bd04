package dev.kiln.processor.frontend.expression;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.name.StaticFields;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.processor.model.type.RecordRules;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Reads records in static final fields, such as {@code V.ZERO}: each of their numbers and arrays is
 * an input of the graph, which generated code reads with the accessor, as {@code V.ZERO.x()}.
 */
final class StaticRecords {
  private final Context context;
  private final StaticFields fields;
  private final Function<ModelField, Value> inputs;

  /**
   * Reads at one place.
   *
   * @param inputs the values of parts
   */
  StaticRecords(Context context, StaticFields fields, Function<ModelField, Value> inputs) {
    this.context = context;
    this.fields = fields;
    this.inputs = inputs;
  }

  /** The record in a field. */
  Value read(Tree tree, VariableElement field) {
    if (!(PlainTypes.ofResult(field.asType()) instanceof RecordType type)) {
      throw context.block().refuse(tree, Code.FIELD_TYPE, field.getSimpleName(), field.asType());
    }
    RecordRules.privateRecord(field.asType())
        .ifPresent(
            hidden -> {
              throw context.block().refuse(tree, Code.RECORD_PRIVATE, hidden.getSimpleName());
            });
    return record(tree, field, PlainTypes.record(field.asType()), type, List.of());
  }

  private Value record(
      Tree tree,
      VariableElement field,
      TypeElement record,
      RecordType type,
      List<String> components) {
    context.program().records().require(record, tree, context.site());
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < type.components().size(); i++) {
      RecordComponentElement component = record.getRecordComponents().get(i);
      List<String> inner = new ArrayList<>(components);
      inner.add(component.getSimpleName().toString());
      ValueType part = type.components().get(i).type();
      values.add(
          part instanceof RecordType nested
              ? record(tree, field, PlainTypes.record(component.asType()), nested, inner)
              : inputs.apply(fields.require(tree, field, inner, context.site())));
    }
    Attributes made = Attributes.of("type", new Attribute.Type(type));
    return context.block().apply(tree, RecordOps.RECORD_NEW, made, values);
  }
}
