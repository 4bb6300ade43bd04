package dev.kiln.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class that Kiln generated. Kiln has its own, so that a named module needs no {@code
 * requires java.compiler}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Generated {
  /** The fully qualified name of the generator. */
  String value();

  /** The model that the class was generated from. */
  String comments() default "";
}
