package dev.kiln.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names methods of the same class that compute the derivatives of a method. Kiln uses these and
 * does not differentiate the body. This is useful for an iteration whose fixed point satisfies a
 * known equation, for a formula whose derivative loses precision, and for a derivative that is
 * intentionally another one.
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
 * <p>The parameters of these methods are the arguments; then, optionally, the result; then the
 * cotangent of the result (reverse mode) or the tangents of the differentiated arguments (forward
 * mode). An argument is differentiated if it holds floating-point numbers and is not {@link
 * NoGradient}. The method for reverse mode returns the cotangent of the differentiated argument; if
 * there are several, it returns a record with a component of the name and type of each. The method
 * for forward mode returns the tangent of the result. A cotangent or tangent has the type of the
 * value to which it belongs.
 *
 * <p>The method and its derivatives may neither write nor return arrays that they are given. Fields
 * of the model that the method reads have no derivative; pass them as arguments instead. Second
 * derivatives differentiate the named methods.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface CustomGradient {
  /** The method for reverse mode, the vector-Jacobian product. */
  String vjp() default "";

  /**
   * The method for forward mode, the Jacobian-vector product. Without it, Kiln transposes {@link
   * #vjp} if it can see that this is linear in the cotangent; otherwise forward mode is not
   * supported.
   */
  String jvp() default "";
}
