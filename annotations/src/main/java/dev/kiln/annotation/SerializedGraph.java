package dev.kiln.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The graph of a {@link Compute} method, on the class {@code FooSerializedGraphs} that Kiln
 * generates for a model {@code Foo}. If the model is in a jar without its source, Kiln compiles
 * models that contain it from this graph. Nothing reads it at run time.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Repeatable(SerializedGraph.List.class)
public @interface SerializedGraph {
  /** What stands in {@link #method} before the name of a record with a constructor with code. */
  String CONSTRUCTION = "new ";

  /**
   * The name and the types of the parameters, such as {@code apply(dev.kiln.tensor.Tensor,int)}; or
   * {@link #CONSTRUCTION} with the name of a record, which code without its source cannot create.
   */
  String method();

  /**
   * The fingerprint of the method, as in {@code FooFingerprints}. It changes exactly when the graph
   * computes something else. 0 in class files of older versions, which have no fingerprints.
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
