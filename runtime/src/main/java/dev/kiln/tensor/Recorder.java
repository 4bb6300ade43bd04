package dev.kiln.tensor;

import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attributes;
import java.util.List;

/** Receives each operation on tensors while it is open. */
public interface Recorder {
  /** An operation was applied. */
  void record(OpDefinition operation, Attributes attributes, List<Tensor> operands, Tensor result);

  /** A computation with its own derivative rule was run; its operations were not recorded. */
  void record(RecordedCall call);
}
