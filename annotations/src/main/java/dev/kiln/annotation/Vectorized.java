package dev.kiln.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Requests a form of a {@link Compute} method for a batch of examples. For a method {@code f} of a
 * model {@code Foo}, {@code CompiledFoo} gets {@code fBatch}, whose batched arguments and results
 * have one more leading axis: a {@code double} becomes a {@code double[]}, a {@code double[]} a
 * {@code double[][]}, a record an array of records, and a tensor of shape {@code "d"} one of shape
 * {@code "batch, d"}. Each derivative that {@link Differentiable} asks for gets such a form, too:
 * {@code fBatchGradient} returns the derivatives of each example.
 *
 * <p>What is computed equals, bit for bit, the loop over the examples.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@Repeatable(Vectorized.Several.class)
public @interface Vectorized {
  /**
   * What has a leading axis for the examples, by name: arguments, and fields of the model, which
   * then become arguments of the batched form, after all others. Empty means every argument.
   */
  String[] over() default {};

  /**
   * What the names of the batched forms begin with, in the place of the name of the method: {@code
   * name = "ensemble"} gives {@code ensembleBatch}. At most one annotation of a method has none.
   */
  String name() default "";

  /** The annotations of a method that has several. */
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.METHOD)
  @interface Several {
    /** The annotations. */
    Vectorized[] value();
  }
}
