/** What a deployed model needs: tensors, their operations and kernels, the tape, weight files. */
module dev.kiln.runtime {
  requires transitive dev.kiln.annotation;

  exports dev.kiln.array;
  exports dev.kiln.io;
  exports dev.kiln.kernel;
  exports dev.kiln.nn;
  exports dev.kiln.op;
  exports dev.kiln.spi;
  exports dev.kiln.tensor;
  exports dev.kiln.type;
}
