package dev.kiln.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how many models a field of a {@link Model} holds that is an array or a list of models, where
 * this cannot be seen where the field is declared. Generated code checks it.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Length {
  /** The number of models, at least 0. */
  int value();
}
