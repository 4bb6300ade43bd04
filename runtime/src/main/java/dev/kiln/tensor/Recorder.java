package dev.kiln.tensor;

import dev.kiln.op.Attributes;
import dev.kiln.op.OpDefinition;
import java.util.List;

/** Is told of each operation on tensors while it is open. */
public interface Recorder {
  /** An operation was applied. */
  void record(OpDefinition operation, Attributes attributes, List<Tensor> operands, Tensor result);

  /** A computation with a rule of its own was done, of whose operations the recorder saw none. */
  void record(RecordedCall call);
}
