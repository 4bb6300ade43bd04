/** Tensors in the files of other libraries: safetensors, and NumPy's npy and npz. */
module dev.kiln.format {
  requires com.fasterxml.jackson.core;
  requires transitive dev.kiln.runtime;

  exports dev.kiln.format;
}
