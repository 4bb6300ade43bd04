package dev.kiln.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes constants for differentiation: derivatives with respect to what is marked are zero, in all
 * modes.
 *
 * <ul>
 *   <li>On an argument of a method: what the argument is. {@link Differentiable} leaves it out. An
 *       array so marked is only read, element by element; it may be passed on to other methods that
 *       read it.
 *   <li>On a local variable that holds a number: what is assigned to it.
 *   <li>On a method: its arguments and what it reads from the model, so what it computes as well.
 * </ul>
 *
 * <p>Plain Java code takes no notice of annotations, and so a tape that runs the model as it is
 * would not either. What concerns tensors is therefore written as an expression, {@code
 * StopGradient.of(x)}, and the annotation is refused there.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.PARAMETER, ElementType.LOCAL_VARIABLE, ElementType.METHOD})
public @interface NoGradient {}
