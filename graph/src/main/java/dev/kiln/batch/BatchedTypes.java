package dev.kiln.batch;

import dev.kiln.graph.RecordLeaf;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.StackType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * The type that values of a type have together, one for each example of a batch.
 *
 * <pre>
 * f64                                  array&lt;f64, 1&gt;
 * array&lt;f64, 1&gt;                        array&lt;f64, 2&gt;
 * f32[d]                               f32[batch, d]
 * record&lt;P&gt;(x: f64)                    array&lt;record&lt;P&gt;(x: f64), 1&gt;
 * record&lt;P&gt;(x: f32[d])                 record&lt;P&gt;(x: f32[batch, d])
 * </pre>
 */
public final class BatchedTypes {
  private BatchedTypes() {}

  /**
   * Whether there is one: there are no arrays of enums, and none of records with tensors, or with
   * what only the front end tells from ints.
   */
  public static boolean exists(ValueType type) {
    if (type instanceof RecordType record) {
      boolean inArrays = leaves(type).stream().noneMatch(each -> isTensor(each) || isCoded(each));
      return !leaves(type).isEmpty() && (isOfTensors(record) || inArrays);
    }
    return !CodedType.isEnum(type) && !(type instanceof StackType);
  }

  private static boolean isTensor(RecordLeaf leaf) {
    return leaf.type() instanceof TensorType;
  }

  private static boolean isCoded(RecordLeaf leaf) {
    return leaf.type() instanceof CodedType
        || leaf.type() instanceof ArrayType array && array.element() instanceof CodedType;
  }

  /**
   * The type.
   *
   * @param size the number of examples
   */
  public static ValueType of(ValueType type, Dim size) {
    if (type instanceof TensorType tensor) {
      List<Dim> dims = new ArrayList<>(List.of(size));
      dims.addAll(tensor.dims());
      return tensor.withDims(dims);
    }
    if (type instanceof ArrayType array) {
      return new ArrayType(array.element(), array.rank() + 1);
    }
    if (type instanceof RecordType record && isOfTensors(record)) {
      return new RecordType(
          record.name(),
          record.components().stream()
              .map(each -> new RecordType.Component(each.name(), of(each.type(), size)))
              .toList());
    }
    return new ArrayType(type, 1);
  }

  private static boolean isOfTensors(RecordType record) {
    return leaves(record).stream().allMatch(BatchedTypes::isTensor);
  }

  private static List<RecordLeaf> leaves(ValueType type) {
    return RecordLeaf.of("", type, false);
  }
}
