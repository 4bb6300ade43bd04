package dev.kiln.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a declaration as constant for differentiation: its derivatives are zero, in all modes.
 *
 * <ul>
 *   <li>On an argument of a method, the argument is constant, and is not in the default of {@link
 *       Differentiable#wrt}. The elements of a marked array may only be read; the array may be
 *       passed to other methods that read it.
 *   <li>On a local variable that holds a number, every value that is assigned to it is constant.
 *   <li>On a method, its arguments and the fields that it reads are constant, and so is everything
 *       that it computes.
 * </ul>
 *
 * <p>Plain Java ignores annotations, and so would a tape on the plain model. Therefore the
 * annotation is not supported on tensors; write {@code StopGradient.of(x)} instead.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.PARAMETER, ElementType.LOCAL_VARIABLE, ElementType.METHOD})
public @interface NoGradient {}
