/** Assertions for tests of models. */
module dev.kiln.testkit {
  requires transitive dev.kiln.graph;
  requires java.compiler;
  requires jdk.management;
  requires static org.apiguardian.api; // of the annotations on what JUnit has
  requires org.junit.platform.commons;
  requires org.opentest4j;

  exports dev.kiln.testkit;

  // the processor, which exports nothing
  uses javax.annotation.processing.Processor;
}
