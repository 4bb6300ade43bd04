package dev.kiln.agreement.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;

/** What gradients of long loops keep: the workspace that a call leaves has had room for it. */
class CheckpointMemoryTest {
  private static final int STEPS = 1_000_000;

  private static final String SOURCE =
      """
      @Compute @Differentiable double all(double x, int n) {
        double y = x;
        for (int i = 0; i < n; i++) { y = y + 0.0001 * Math.sin(y + x); }
        return y;
      }
      @Compute @Differentiable double some(double x, int n) {
        double y = x;
        for (@Checkpoint int i = 0; i < n; i++) { y = y + 0.0001 * Math.sin(y + x); }
        return y;
      }
      @Compute @Differentiable double unknown(double x, double end) {
        double y = x;
        double t = 0;
        @Checkpoint(snapshots = 12) double step = 0.0001;
        while (t < end) { y = y + 0.0001 * Math.sin(y + x); t += step; }
        return y;
      }
      @Compute @Differentiable double arrays(double[] x, int n) {
        double[] u = x.clone();
        for (@Checkpoint(iterations = 10) int t = 0; t < n; t++) {
          for (int i = 0; i < u.length; i++) {
            u[i] = u[i] + 0.0001 * Math.sin(u[(i + 1) % u.length]);
          }
        }
        return u[0];
      }
      """;

  @Test
  void whatIsKeptGrowsWithTheLogarithmOfTheRounds() throws IOException {
    Modes modes = modes("CheckpointedMillion");
    Object all = modes.newCompiled();
    Object expected = gradient(all, "all", 0.7, STEPS);
    long unbounded = kept(all);
    assertTrue(unbounded >= 8L * STEPS, "kept without checkpoints: " + unbounded);

    Modes others = modes("CheckpointedMillions");
    Object some = others.newCompiled();
    assertEquals(expected.toString().replace("All", ""), text(gradient(some, "some", 0.7, STEPS)));
    long bounded = kept(some);
    assertTrue(bounded <= 10_000, "kept with checkpoints: " + bounded);
  }

  @Test
  void givenSnapshotsBoundLoopsOfUnknownLength() throws IOException {
    Object model = modes("CheckpointedUnknown").newCompiled();
    Object expected = gradient(model, "all", 0.7, 10_001);
    Object actual = gradient(modes("CheckpointedUnknowns").newCompiled(), "unknown", 0.7, 1.0);
    assertEquals(
        Reflection.components(expected).get(1), Reflection.components(actual).get(1), "derivative");
  }

  @Test
  void arraysAreKeptOnceForEachSnapshot() throws IOException {
    Object model = modes("CheckpointedField").newCompiled();
    double[] x = new double[1000];
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.cos(i);
    }
    gradient(model, "arrays", x, 1000);
    // 7 snapshots and 10 recorded rounds of 1000 doubles, on stacks that double
    long bounded = kept(model);
    assertTrue(bounded <= 2 * 8 * 1000 * (7 + 10 + 10), "kept with checkpoints: " + bounded);
  }

  /** Counted by the arrays: each run of an iteration makes one, and one for adjoints. */
  @Test
  void iterationsThatMakeNewArraysAreRunOnceAgainAndRecorded() throws IOException {
    String method =
        """
        @Compute @Differentiable double %s(double[] x, int n) {
          double[] u = x;
          for (%s int t = 0; t < n; t++) {
            double[] next = new double[u.length];
            for (int i = 0; i < u.length; i++) { next[i] = u[i] + 0.001 * u[(i + 1) %% u.length]; }
            u = next;
          }
          return u[0];
        }
        """;
    Program program =
        Program.model(
            "CheckpointedRuns",
            method.formatted("all", "") + method.formatted("some", "@Checkpoint"));
    Object model = new Modes(program, InMemoryCompiler.compile(program.files())).newCompiled();
    double[] x = new double[1000];
    for (int n : new int[] {1, 2, 6, 7, 1000}) {
      long all = allocated(() -> gradient(model, "all", x, n));
      long some = allocated(() -> gradient(model, "some", x, n));
      assertTrue(some <= 3.1 * all, some + " bytes of arrays, without checkpoints " + all);
    }
  }

  /** The bytes of new objects, when everything else has been made. */
  private static long allocated(Runnable work) {
    work.run();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static Modes modes(String name) throws IOException {
    Program program = Program.model(name, SOURCE);
    return new Modes(program, InMemoryCompiler.compile(program.files()));
  }

  private static Object gradient(Object model, String method, Object... arguments) {
    return Reflection.call(model.getClass(), model, method + "Gradient", arguments);
  }

  private static String text(Object gradient) {
    return gradient.toString().replace("Some", "");
  }

  /** The bytes of the arrays that the static fields of a generated class lead to. */
  private static long kept(Object model) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    long bytes = 0;
    for (Field field : model.getClass().getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        bytes += size(Reflection.read(field, null), seen);
      }
    }
    return bytes;
  }

  private static long size(Object value, Set<Object> seen) {
    if (value == null || !seen.add(value)) {
      return 0;
    }
    long bytes = 0;
    if (value instanceof double[] doubles) {
      return 8L * doubles.length;
    } else if (value instanceof long[] longs) {
      return 8L * longs.length;
    } else if (value instanceof int[] ints) {
      return 4L * ints.length;
    } else if (value instanceof AtomicReferenceArray<?> places) {
      for (int i = 0; i < places.length(); i++) {
        bytes += size(places.get(i), seen);
      }
    } else if (value instanceof Object[] elements) {
      for (int i = 0; i < Array.getLength(elements); i++) {
        bytes += size(elements[i], seen);
      }
    } else if (value.getClass().getName().startsWith("dev.kiln.")) {
      for (Field field : value.getClass().getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          bytes += size(Reflection.read(field, value), seen);
        }
      }
    }
    return bytes;
  }
}
