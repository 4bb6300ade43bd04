package dev.kiln.mutation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What woven code asks at each place that can be changed: at most one mutant is on at a time. So
 * all mutants are one set of classes, which is loaded once and stays warm.
 *
 * <p>Each question counts as a step; a mutant that never ends runs out of them.
 */
public final class Switches {
  private static final int NONE = -1;

  private static int active = NONE;
  private static BitSet reached = new BitSet();
  private static long steps;
  private static long limit = Long.MAX_VALUE;

  private Switches() {}

  /** More steps were taken than the unchanged program takes, by far. */
  static final class Endless extends Error {
    private static final long serialVersionUID = 1L;

    Endless() {
      super("the mutant takes too many steps");
    }
  }

  /** Turns one mutant on, for so many steps. */
  static void on(int mutant, long most) {
    active = mutant;
    restart(most);
  }

  /** Turns all mutants off. */
  static void off() {
    active = NONE;
    restart(Long.MAX_VALUE);
  }

  private static void restart(long most) {
    reached = new BitSet();
    steps = 0;
    limit = most;
  }

  /** The mutants whose places were come by since the last change. */
  static BitSet reached() {
    return reached;
  }

  /** The steps taken since the last change. */
  static long steps() {
    return steps;
  }

  private static boolean isOn(int mutant) {
    reached.set(mutant);
    return mutant == active;
  }

  /** A step that changes nothing. */
  public static void step() {
    if (++steps > limit) {
      limit = Long.MAX_VALUE; // what handles the error may take steps, too
      throw new Endless();
    }
  }

  /** Whether a call takes place. */
  public static boolean calls(int mutant) {
    return !isOn(mutant);
  }

  /** Whether a jump takes place: the mutants are that it always does and that it never does. */
  public static boolean jumps(boolean jumps, int mutant) {
    step();
    boolean always = isOn(mutant);
    boolean never = isOn(mutant + 1);
    return always || !never && jumps;
  }

  /** As {@link #jumps}; the third mutant compares with the bound excluded or included. */
  private static boolean jumps(boolean jumps, boolean moved, int mutant) {
    return jumps(isOn(mutant + 2) ? moved : jumps, mutant);
  }

  public static boolean jumpsIfEqual(int left, int right, int mutant) {
    return jumps(left == right, mutant);
  }

  public static boolean jumpsIfNotEqual(int left, int right, int mutant) {
    return jumps(left != right, mutant);
  }

  public static boolean jumpsIfLess(int left, int right, int mutant) {
    return jumps(left < right, left <= right, mutant);
  }

  public static boolean jumpsIfAtLeast(int left, int right, int mutant) {
    return jumps(left >= right, left > right, mutant);
  }

  public static boolean jumpsIfGreater(int left, int right, int mutant) {
    return jumps(left > right, left >= right, mutant);
  }

  public static boolean jumpsIfAtMost(int left, int right, int mutant) {
    return jumps(left <= right, left < right, mutant);
  }

  public static boolean jumpsIfSame(Object left, Object right, int mutant) {
    return jumps(left == right, mutant);
  }

  public static boolean jumpsIfOther(Object left, Object right, int mutant) {
    return jumps(left != right, mutant);
  }

  public static boolean negated(boolean value, int mutant) {
    return isOn(mutant) != value;
  }

  /** Zero and one, which may be false and true, are swapped; other numbers grow. */
  public static int changed(int number, int mutant) {
    if (!isOn(mutant)) {
      return number;
    }
    return number == 0 || number == 1 ? 1 - number : number + 1;
  }

  /** As for an {@code int}. */
  public static long changed(long number, int mutant) {
    return isOn(mutant) ? number + 1 : number;
  }

  public static int sum(int left, int right, int mutant) {
    return isOn(mutant) ? left - right : left + right;
  }

  public static int difference(int left, int right, int mutant) {
    return isOn(mutant) ? left + right : left - right;
  }

  public static int product(int left, int right, int mutant) {
    return isOn(mutant) ? left + right : left * right;
  }

  public static int both(int left, int right, int mutant) {
    return isOn(mutant) ? left : left & right;
  }

  public static int either(int left, int right, int mutant) {
    return isOn(mutant) ? left : left | right;
  }

  public static long sum(long left, long right, int mutant) {
    return isOn(mutant) ? left - right : left + right;
  }

  public static long difference(long left, long right, int mutant) {
    return isOn(mutant) ? left + right : left - right;
  }

  public static long product(long left, long right, int mutant) {
    return isOn(mutant) ? left + right : left * right;
  }

  public static List<?> emptied(List<?> all, int mutant) {
    return isOn(mutant) ? new ArrayList<>() : all;
  }

  public static Set<?> emptied(Set<?> all, int mutant) {
    return isOn(mutant) ? new LinkedHashSet<>() : all;
  }

  public static Map<?, ?> emptied(Map<?, ?> all, int mutant) {
    return isOn(mutant) ? new LinkedHashMap<>() : all;
  }

  public static Optional<?> emptied(Optional<?> value, int mutant) {
    return isOn(mutant) ? Optional.empty() : value;
  }
}
