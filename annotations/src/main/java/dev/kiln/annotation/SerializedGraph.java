package dev.kiln.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The graph of a {@link Compute} method, on the class {@code FooSerializedGraphs} that Kiln
 * generates for a model {@code Foo}. Where the model comes in a jar, without its source, models
 * that contain it compile this graph into their own code. Nothing reads it at run time.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Repeatable(SerializedGraph.List.class)
public @interface SerializedGraph {
  /**
   * The name and the types of the parameters, such as {@code apply(dev.kiln.tensor.Tensor,int)}.
   */
  String method();

  /**
   * What {@code FooFingerprints} gives for the method: it changes with what the graph computes, and
   * only then. 0 in class files of versions that wrote none.
   */
  long fingerprint() default 0;

  /** The text of the graph, in parts that a class file can hold. */
  String[] text();

  /** The graphs of all methods of a model. */
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface List {
    /** The graphs. */
    SerializedGraph[] value();
  }
}
