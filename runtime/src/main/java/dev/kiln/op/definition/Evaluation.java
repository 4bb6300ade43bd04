package dev.kiln.op.definition;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.type.ValueType;
import java.util.List;

/** How an operation is computed without generated code: by sessions and by eager tensors. */
public sealed interface Evaluation {

  /** Only on scalars. */
  record OnScalars(ScalarCode scalar) implements Evaluation {}

  /** Only on tensors. */
  record OnTensors(TensorCode tensor) implements Evaluation {}

  /** On scalars, and element by element on tensors. */
  record Elementwise(ScalarCode scalar, TensorCode tensor) implements Evaluation {}

  /** On anything else: arrays, stacks, records, and conversions between kinds of value. */
  record OnFrame(FrameCode code) implements Evaluation {}

  /** Chooses the function for given operand types, once when a session is prepared. */
  @FunctionalInterface
  interface ScalarCode {
    BitsFunction forTypes(Attributes attributes, List<DType> operands);
  }

  /** A scalar function on raw {@link Bits}; operands that the operation does not have are 0. */
  @FunctionalInterface
  interface BitsFunction {
    long apply(long first, long second, long third);
  }

  /** Computes a tensor; dimensions among the attributes are already numbers. */
  @FunctionalInterface
  interface TensorCode {
    NdArray apply(Attributes attributes, NdArray... operands);
  }

  /** Makes the step of a session for one application of the operation. */
  @FunctionalInterface
  interface FrameCode {
    Step prepare(Site site);
  }

  /**
   * One application of an operation in a prepared function.
   *
   * @param operands where in the frame the operands are: in {@code bits} for scalar types, else in
   *     {@code references}
   * @param result where the result goes, or -1 for an operation without one
   * @param resultType the type of the result, or null for an operation without one
   */
  record Site(
      Attributes attributes,
      List<ValueType> operandTypes,
      int[] operands,
      int result,
      ValueType resultType) {}

  /** One prepared step. */
  @FunctionalInterface
  interface Step {
    void run(Frame frame);
  }
}
