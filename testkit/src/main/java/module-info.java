/** Checks for tests of models. */
module dev.kiln.testkit {
  requires transitive dev.kiln.graph;

  exports dev.kiln.testkit;
}
