package dev.kiln.processor.frontend.call;

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

/** The components of a record that a method is called on. */
final class RecordParts {
  private RecordParts() {}

  /** Whether a method of a record only reads the component that it is named after. */
  static boolean isAccessor(RecordType type, ExecutableElement method) {
    return method.getParameters().isEmpty() && type.indexOf(method.getSimpleName().toString()) >= 0;
  }

  /** The component of a record; null has none, so that Java throws. */
  static Value component(OpenBlock block, Tree tree, Value record, String name) {
    return block.apply(
        tree,
        RecordOps.RECORD_GET,
        Attributes.of("component", new Attribute.Text(name)),
        List.of(record));
  }

  /** Throws where a record is null. */
  static void requireNonNull(OpenBlock block, Tree tree, Value record) {
    Value nonNull = block.apply(tree, RecordOps.RECORD_NON_NULL, record);
    block.perform(tree, CheckOps.REQUIRE_NON_NULL, Attributes.NONE, List.of(nonNull));
  }
}
