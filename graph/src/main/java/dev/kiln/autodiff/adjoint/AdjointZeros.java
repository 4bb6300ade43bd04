package dev.kiln.autodiff.adjoint;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockTerm;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;

/** The adjoint of what nothing depends on. */
public final class AdjointZeros {
  private static final OpDefinition ZEROS = Catalogue.named("zeros");

  private AdjointZeros() {}

  public static Value of(ValueType type, BlockBuilder block) {
    if (type instanceof TensorType tensor && tensor.rank() > 0) {
      Attributes attributes =
          Attributes.of("dims", new Attribute.Dims(tensor.dims()))
              .with("dtype", new Attribute.ElementType(tensor.dtype()));
      return block.apply("", ZEROS, attributes, List.of());
    }
    return BlockTerm.number(block, type, 0);
  }
}
