/** Tensors, graphs, sessions, derivatives and kernels: what models run on. */
module dev.kiln.runtime {
  requires transitive dev.kiln.annotation;

  exports dev.kiln.array;
  exports dev.kiln.autodiff;
  exports dev.kiln.check;
  exports dev.kiln.graph;
  exports dev.kiln.graph.text;
  exports dev.kiln.io;
  exports dev.kiln.kernel;
  exports dev.kiln.nn;
  exports dev.kiln.op;
  exports dev.kiln.pass;
  exports dev.kiln.session;
  exports dev.kiln.tensor;
  exports dev.kiln.type;
}
