package dev.kiln.op.array;

import dev.kiln.kernel.InnerLoops;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Frame;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * The first iterations of inner loops, by {@link InnerLoops}. The pass {@code InnerLoopKernels}
 * puts them into graphs that are about to run, after all derivatives.
 */
public final class InnerLoopOps {
  private InnerLoopOps() {}

  private static final ValueType ARRAY = new ArrayType(ScalarType.FLOAT64, 1);
  private static final ValueType INDEX = ScalarType.INT32;
  private static final ValueType NUMBER = ScalarType.FLOAT64;

  /**
   * {@code y[i] += x[j] * factor} for operands y, first i, x, first j, factor, iterations;
   * iterations done.
   */
  public static final OpDefinition AXPY =
      of(
          "inner_axpy",
          "axpy",
          Effect.WRITE,
          List.of(ARRAY, INDEX, ARRAY, INDEX, NUMBER, INDEX),
          INDEX,
          call ->
              InnerLoops.axpy(
                  call.array(0),
                  call.index(1),
                  call.array(2),
                  call.index(3),
                  call.number(4),
                  call.index(5)));

  /** How many iterations {@link #DOT} does, for operands x, first j, z, first k, iterations. */
  public static final OpDefinition DOT_ITERATIONS =
      of(
          "inner_dot_iterations",
          "dotIterations",
          Effect.PURE,
          List.of(ARRAY, INDEX, ARRAY, INDEX, INDEX),
          INDEX,
          call ->
              InnerLoops.dotIterations(
                  call.array(0), call.index(1), call.array(2), call.index(3), call.index(4)));

  /**
   * The sum of {@code x[j] * z[k]}, for operands x, first j, z, first k, sum so far, iterations.
   */
  public static final OpDefinition DOT =
      of(
          "inner_dot",
          "dot",
          Effect.READ,
          List.of(ARRAY, INDEX, ARRAY, INDEX, NUMBER, INDEX),
          NUMBER,
          call ->
              Bits.of(
                  InnerLoops.dot(
                      call.array(0),
                      call.index(1),
                      call.array(2),
                      call.index(3),
                      call.number(4),
                      call.index(5))));

  /** How many iterations {@link #AXPY_DOT} does, for operands y, i, x, j, z, k, iterations. */
  public static final OpDefinition AXPY_DOT_ITERATIONS =
      of(
          "inner_axpy_dot_iterations",
          "axpyDotIterations",
          Effect.PURE,
          List.of(ARRAY, INDEX, ARRAY, INDEX, ARRAY, INDEX, INDEX),
          INDEX,
          call ->
              InnerLoops.axpyDotIterations(
                  call.array(0),
                  call.index(1),
                  call.array(2),
                  call.index(3),
                  call.array(4),
                  call.index(5),
                  call.index(6)));

  /** Both at once, for operands y, i, x, j, factor, z, k, sum so far, iterations; the sum. */
  public static final OpDefinition AXPY_DOT =
      of(
          "inner_axpy_dot",
          "axpyDot",
          Effect.WRITE,
          List.of(ARRAY, INDEX, ARRAY, INDEX, NUMBER, ARRAY, INDEX, NUMBER, INDEX),
          NUMBER,
          call ->
              Bits.of(
                  InnerLoops.axpyDot(
                      call.array(0),
                      call.index(1),
                      call.array(2),
                      call.index(3),
                      call.number(4),
                      call.array(5),
                      call.index(6),
                      call.number(7),
                      call.index(8))));

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(AXPY, DOT_ITERATIONS, DOT, AXPY_DOT_ITERATIONS, AXPY_DOT);

  /** The operands of a call in a session. */
  private record SessionCall(Frame frame, int[] operands) {
    double[] array(int operand) {
      return (double[]) frame.references[operands[operand]];
    }

    int index(int operand) {
      return Bits.toInt(frame.bits[operands[operand]]);
    }

    double number(int operand) {
      return Bits.toDouble(frame.bits[operands[operand]]);
    }
  }

  private interface Kernel {
    long run(SessionCall call);
  }

  private static OpDefinition of(
      String name,
      String method,
      Effect effect,
      List<ValueType> types,
      ValueType result,
      Kernel kernel) {
    return new OpDefinition(
        name,
        types.size(),
        List.of(),
        effect,
        (attributes, operands) -> {
          for (int i = 0; i < types.size(); i++) {
            if (!operands.get(i).equals(types.get(i))) {
              throw new TypeMismatchException(
                  i, name + " needs " + types.get(i) + ", not " + operands.get(i));
            }
          }
          return Optional.of(result);
        },
        new Evaluation.OnFrame(
            site -> {
              int[] operands = site.operands();
              int slot = site.result();
              return frame -> frame.bits[slot] = kernel.run(new SessionCall(frame, operands));
            }),
        new Emission.Call("dev.kiln.kernel.InnerLoops", method, List.of()),
        new Derivative.None("derivatives are made before inner loops are recognised"),
        List.of());
  }
}
