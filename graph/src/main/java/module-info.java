/** Graphs, sessions that run them, and their derivatives. */
@SuppressWarnings("module") // the processor is built after this module
module dev.kiln.graph {
  requires transitive dev.kiln.runtime;

  exports dev.kiln.autodiff;
  exports dev.kiln.autodiff.report;
  exports dev.kiln.batch;
  exports dev.kiln.graph;
  exports dev.kiln.graph.text;
  exports dev.kiln.op.array;
  exports dev.kiln.op.catalogue;
  exports dev.kiln.op.control;
  exports dev.kiln.op.scalar;
  exports dev.kiln.pass;
  exports dev.kiln.pass.copy;
  exports dev.kiln.session;
  exports dev.kiln.autodiff.entry to
      dev.kiln.processor;
  exports dev.kiln.pass.analysis.flow to
      dev.kiln.processor;
  exports dev.kiln.pass.analysis.loop to
      dev.kiln.processor;
  exports dev.kiln.pass.analysis.memory to
      dev.kiln.processor;
  exports dev.kiln.pass.memory to
      dev.kiln.processor;
  exports dev.kiln.pass.nest to
      dev.kiln.processor;
}
