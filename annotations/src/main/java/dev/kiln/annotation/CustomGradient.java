package dev.kiln.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how a method is differentiated, by other methods of its class, where that is better than to
 * differentiate its body: an iteration whose fixed point is known to satisfy an equation, a formula
 * that loses precision, a gradient that is wanted other than it is.
 *
 * <pre>
 * &#64;CustomGradient(vjp = "rootVjp", jvp = "rootJvp")
 * double root(double a) {
 *   double x = a;
 *   while (Math.abs(x * x - a) &gt; 1e-12 * a) { x = 0.5 * (x + a / x); }
 *   return x;
 * }
 *
 * double rootVjp(double a, double result, double dResult) { return dResult / (2 * result); }
 *
 * double rootJvp(double a, double result, double dA) { return dA / (2 * result); }
 * </pre>
 *
 * <p>The methods take the arguments; then, if they want it, the result; then the cotangent of the
 * result, or the tangents of the differentiated arguments: those that hold floating-point numbers
 * and are not {@link NoGradient}. The one for reverse mode returns the cotangent of the
 * differentiated argument; where there are several, a record with a component for each, of its name
 * and type. The one for forward mode returns the tangent of the result. Cotangents and tangents
 * have the types of what they belong to.
 *
 * <p>The method and its derivatives do not write arrays that they are given, and return arrays of
 * their own. What the method reads from its model has no derivative unless it is an argument.
 * Second derivatives differentiate the given methods in turn.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface CustomGradient {
  /** The method for reverse mode, the vector-Jacobian product. */
  String vjp() default "";

  /**
   * The method for forward mode, the Jacobian-vector product. Without it, forward mode transposes
   * {@link #vjp} where that is seen to be linear in the cotangent, and is refused elsewhere.
   */
  String jvp() default "";
}
