package dev.kiln.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Bounds the memory that the reverse of a long loop takes: instead of what each round computes,
 * only some snapshots of what the loop carries are kept, and rounds are run again from there.
 * Results are the same, bit for bit.
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
 * <p>A loop whose reverse keeps nothing from round to round stays as it is.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.LOCAL_VARIABLE, ElementType.METHOD})
public @interface Checkpoint {
  /**
   * How many snapshots are kept at a time. The fewer, the more often rounds are run again. By
   * default, where a snapshot is a few numbers and references, there are as many as it takes to run
   * each round once again before it is recorded; else recursive halving takes one for each time
   * that the number of rounds can be halved.
   */
  int snapshots() default 0;

  /**
   * How many rounds are recorded at a time, with all that their reverse needs. By default, 64 where
   * a round leaves nothing but a few numbers, else one.
   */
  int rounds() default 0;
}
