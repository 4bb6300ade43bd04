package dev.kiln.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks for derivatives of a {@link Compute} method that returns one floating-point number: a {@code
 * double}, a {@code float}, or a tensor with shape {@code ""}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Differentiable {
  /**
   * The arguments and parameters to differentiate with respect to, by name. Empty means every
   * floating-point argument and every {@link Parameter} that the method reads.
   */
  String[] wrt() default {};
}
