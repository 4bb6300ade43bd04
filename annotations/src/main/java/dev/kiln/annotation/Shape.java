package dev.kiln.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the shape and dtype of a tensor that enters or leaves a {@link Compute} method, or that
 * a local variable or a component of a record holds.
 *
 * <p>The text is a comma-separated list of dimensions: {@code "batch, 64"}. A number is fixed, a
 * name is bound at each call, and arithmetic with {@code + - * /} on both is allowed: {@code
 * "batch, 2*hidden"}. Equal names mean equal sizes within a model. The empty text is a scalar.
 *
 * <p>On a local variable and on a component of a record that a compute method makes it is an
 * assertion: what the compiler can see to be false is an error, and what it cannot tell is checked
 * at run time, in sessions and in generated code. Plain Java does not check it. There {@code "...,
 * 64"} stands for any number of leading dimensions.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({
  ElementType.FIELD,
  ElementType.PARAMETER,
  ElementType.METHOD,
  ElementType.RECORD_COMPONENT,
  ElementType.LOCAL_VARIABLE
})
public @interface Shape {
  /** The dimensions, from the slowest to the fastest varying. */
  String value();

  /** The element type. */
  DType dtype() default DType.FLOAT32;
}
