package dev.kiln.spi;

/**
 * What generated code is: {@code CompiledFoo} implements this. A program that must not run eagerly
 * by mistake asks for it where it gets its models:
 *
 * <pre>{@code
 * Newton model = CompiledModel.require(factory.newton());
 * }</pre>
 */
public interface CompiledModel {
  /**
   * The model itself, where it runs compiled code.
   *
   * @throws IllegalStateException if the model is the plain class, with what a build needs so that
   *     there is compiled code
   */
  static <M> M require(M model) {
    if (model instanceof CompiledModel) {
      return model;
    }
    String name = model == null ? "null" : model.getClass().getSimpleName();
    throw new IllegalStateException(
        """
        %1$s runs eagerly: it is not compiled code. Create a Compiled%1$s instead. If there is no \
        such class, the compiler did not run Kiln's annotation processor; since JDK 23 it runs only \
        those that it is told of.
        Maven, in the configuration of maven-compiler-plugin:
          <annotationProcessorPaths>
            <path>
              <groupId>dev.kiln</groupId>
              <artifactId>kiln-processor</artifactId>
              <version>${kiln.version}</version>
            </path>
          </annotationProcessorPaths>
        Gradle, in the dependencies:
          annotationProcessor("dev.kiln:kiln-processor:$kilnVersion")
        javac: -processorpath with the processor and what it needs, or -proc:full where they are on \
        the class path\
        """
            .formatted(name));
  }
}
