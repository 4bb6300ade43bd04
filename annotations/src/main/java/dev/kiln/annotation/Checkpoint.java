package dev.kiln.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Bounds the memory that reverse mode uses for a long loop. Instead of saving values in each
 * iteration, the derivative keeps some snapshots of what the loop carries, and runs iterations
 * again from there. Results are the same, bit for bit.
 *
 * <pre>{@code
 * for (@Checkpoint int step = 0; step < steps; step++) { .. }
 * }</pre>
 *
 * <ul>
 *   <li>On a variable that a {@code for} loop declares: that loop.
 *   <li>On a local variable that is declared right before a loop: that loop.
 *   <li>On a method: each loop of it that is not inside another loop.
 * </ul>
 *
 * <p>The annotation has no effect on a loop that saves nothing per iteration.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.LOCAL_VARIABLE, ElementType.METHOD})
public @interface Checkpoint {
  /**
   * The number of snapshots that are kept at a time. With fewer snapshots, iterations are run again
   * more often. By default, where a snapshot is a few numbers and references, there are as many as
   * are needed to run each iteration only once again before it is recorded. Where a snapshot copies
   * arrays, the default is recursive halving, with the logarithm of the number of iterations.
   */
  int snapshots() default 0;

  /**
   * The number of iterations that are recorded at a time, with all values that their reverse needs.
   * The default is 64 where an iteration saves only a few numbers, and 1 otherwise.
   */
  int iterations() default 0;
}
