/** The annotation processor. */
module dev.kiln.processor {
  requires static com.google.auto.service;
  requires com.palantir.javapoet;
  requires java.compiler;
  requires jdk.compiler;
  requires transitive dev.kiln.runtime;

  exports dev.kiln.processor;

  provides javax.annotation.processing.Processor with
      dev.kiln.processor.KilnProcessor;
}
