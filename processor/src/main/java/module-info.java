/** The annotation processor. Nothing is exported: compilers find it as a service. */
module dev.kiln.processor {
  requires static com.google.auto.service;
  requires com.palantir.javapoet;
  requires java.compiler;
  requires jdk.compiler;
  requires dev.kiln.graph;

  uses javax.annotation.processing.Processor;

  provides javax.annotation.processing.Processor with
      dev.kiln.processor.KilnProcessor;
}
