package dev.kiln.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Requests derivatives of a {@link Compute} method. For a method {@code f} of a model {@code Foo}
 * each mode adds methods to {@code CompiledFoo}.
 *
 * <p>A method may have several of these annotations, each with a {@link #name} of its own, but for
 * one that has none.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@Repeatable(Differentiable.Several.class)
public @interface Differentiable {
  /** A kind of derivative. */
  enum Mode {
    /**
     * {@code fGradient(args)}, by reverse mode: the value and one derivative for each input. Where
     * no input is a tensor, also {@code fGradientInto(args, dX, ..)}, which writes into given
     * arrays. For a method that returns one floating-point number: a {@code double}, a {@code
     * float}, or a tensor with shape {@code ""}.
     */
    GRADIENT,
    /**
     * {@code fVjp(args, cotangents)}, by reverse mode: pulls given cotangents of the results, and
     * of what is written into array arguments, back to the inputs.
     */
    VJP,
    /**
     * {@code fJvp(args, tangents)}, by forward mode: the results and their tangents, for given
     * tangents of the inputs.
     */
    JVP,
    /**
     * {@code fJacobian(args)} and {@code fJacobianInto(args, jacobian)}: a row for each element of
     * the result, a column for each element of the inputs.
     */
    JACOBIAN,
    /**
     * {@code fHvp(args, direction)}, by forward over reverse mode: the value, the gradient, and the
     * product of the Hessian with a direction. For a method as for {@link #GRADIENT}.
     */
    HESSIAN_VECTOR_PRODUCT,
    /**
     * {@code fHessian(args)} and {@code fHessianInto(args, hessian)}: the second derivatives, a row
     * and a column for each element of the inputs. For a method as for {@link #GRADIENT}.
     */
    HESSIAN,
    /**
     * {@code fHessianDiagonal(args)} and {@code fHessianDiagonalInto(args, diagonal)}: the second
     * derivatives with respect to each element of the inputs twice. For a method as for {@link
     * #GRADIENT}.
     */
    HESSIAN_DIAGONAL
  }

  /**
   * The arguments and parameters to differentiate with respect to, by name; {@code point.x} names a
   * component of a record. Empty means every floating-point argument and every {@link Parameter}
   * that the method reads.
   */
  String[] wrt() default {};

  /**
   * What the names of the derivatives begin with, in the place of the name of the method: {@code
   * name = "forces"} gives {@code forcesGradient}.
   */
  String name() default "";

  /** The annotations of a method that has several. */
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.METHOD)
  @interface Several {
    /** The annotations. */
    Differentiable[] value();
  }

  /** The kinds of derivatives. */
  Mode[] modes() default {Mode.GRADIENT};
}
