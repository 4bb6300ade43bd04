package dev.kiln.processor.frontend.code;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.type.RecordType;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/** The components of a record that a method is called on. */
public final class RecordParts {
  private RecordParts() {}

  /** Whether a method of a record only reads the component that it is named after. */
  public static boolean isAccessor(RecordType type, ExecutableElement method) {
    return method.getParameters().isEmpty() && type.indexOf(method.getSimpleName().toString()) >= 0;
  }

  /** The component of a record; null has none, so that Java throws. */
  public static Value component(Context context, Tree tree, Value record, String name) {
    Attributes component = Attributes.of("component", new Attribute.Text(name));
    Value value = context.block().apply(tree, RecordOps.RECORD_GET, component, List.of(record));
    TypeElement element = context.names().named(((RecordType) record.type()).name());
    if (element != null && !element.getTypeParameters().isEmpty()) {
      element.getRecordComponents().stream()
          .filter(each -> each.getSimpleName().contentEquals(name))
          .forEach(each -> context.program().boxes().note(tree, each.asType(), value));
    }
    return value;
  }

  /** Throws where a record is null. */
  public static void requireNonNull(OpenBlock block, Tree tree, Value record) {
    Value nonNull = block.apply(tree, RecordOps.RECORD_NON_NULL, record);
    block.perform(tree, CheckOps.REQUIRE_NON_NULL, Attributes.NONE, List.of(nonNull));
  }
}
