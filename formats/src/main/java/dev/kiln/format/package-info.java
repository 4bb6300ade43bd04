/** Tensors in the files of other libraries: safetensors, and NumPy's npy and npz. */
package dev.kiln.format;
