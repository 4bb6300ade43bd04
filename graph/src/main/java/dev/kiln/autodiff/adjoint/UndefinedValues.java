package dev.kiln.autodiff.adjoint;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Value;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import java.util.List;

/** Makes values that nobody looks at, where a construct or a call wants one of a type. */
public final class UndefinedValues {
  private UndefinedValues() {}

  public static Value like(Value value, BlockBuilder block) {
    return block.apply(
        "",
        ConstantOps.UNDEFINED,
        Attributes.of("type", new Attribute.Type(value.type())),
        List.of());
  }
}
