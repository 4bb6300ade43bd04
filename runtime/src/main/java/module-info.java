/** What a deployed model needs: tensors, their operations and kernels, the tape, weight files. */
module dev.kiln.runtime {
  requires transitive dev.kiln.annotation;

  exports dev.kiln.array;
  exports dev.kiln.io;
  exports dev.kiln.kernel;
  exports dev.kiln.kernel.array;
  exports dev.kiln.kernel.elementwise;
  exports dev.kiln.kernel.matrix;
  exports dev.kiln.kernel.saved;
  exports dev.kiln.kernel.tensor;
  exports dev.kiln.nn;
  exports dev.kiln.op;
  exports dev.kiln.op.definition;
  exports dev.kiln.op.neural;
  exports dev.kiln.spi;
  exports dev.kiln.tensor;
  exports dev.kiln.type;
}
