/** Layers that models contain, and what trains models: optimisers, schedules, batches. */
module dev.kiln.nn {
  requires transitive dev.kiln.runtime;

  exports dev.kiln.nn.layer;
  exports dev.kiln.train;
  exports dev.kiln.train.metric;
}
