package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rearrangements of the elements. A negative axis counts from the last one.
 *
 * @param <T> the implementing type itself
 */
public interface ArrangementMethods<T extends Operand<T>> {
  /** This value. */
  T self();

  /**
   * Every {@code step}-th element along {@code axis} from {@code start} on and before {@code end};
   * ONNX Slice and NumPy's {@code x[start:end:step]}. Negative numbers count from the end, those
   * outside are moved to the nearest end, and a negative step goes backward: from -1 to {@link
   * Integer#MIN_VALUE} with step -1 is the opposite order. In a model the size must be known.
   */
  default T slice(int axis, int start, int end, int step) {
    int at = Operands.axis("slice", axis, self().rank());
    long size = Operands.known("slice with a step", self(), at);
    if (step == 0) {
      throw new TypeMismatchException(0, "slice: the step is 0");
    }
    long least = step > 0 ? 0 : -1;
    long first = Math.max(least, Math.min(size + least, start < 0 ? start + size : start));
    long last = Math.max(least, Math.min(size + least, end < 0 ? end + size : end));
    long count = Math.max(0, (last - first + step - Integer.signum(step)) / step);
    if (step == 1) {
      return SliceOps.slice(self(), at, Dim.of(first), Dim.of(first + count));
    }
    T places = Operands.range(self(), Dim.of(count));
    return self().gather(at, places.multiply(step).add(first));
  }

  /** Each element {@code times} times along {@code axis}; NumPy's {@code repeat}. */
  default T repeat(int axis, int times) {
    int at = Operands.axis("repeat", axis, self().rank());
    if (times < 0) {
      throw new TypeMismatchException(0, "repeat: a negative number of copies, " + times);
    }
    List<Dim> dims = new ArrayList<>(self().dims());
    dims.add(at + 1, Dim.of(times));
    List<Dim> repeated = new ArrayList<>(self().dims());
    repeated.set(at, repeated.get(at).times(Dim.of(times)));
    return LayoutOps.reshape(LayoutOps.broadcastTo(self().unsqueeze(at + 1), dims), repeated);
  }

  /** The elements moved by {@code shift} along {@code axis}, the last ones to the front. */
  default T roll(int axis, int shift) {
    int at = Operands.axis("roll", axis, self().rank());
    T places = Operands.range(self(), self().dims().get(at));
    T count = Operands.count(places).maximum(1);
    T shifted = places.subtract(places.number((long) shift).remainder(count));
    return self().gather(at, floorMod(shifted, count));
  }

  /** {@code value} before and after the elements along {@code axis}; ONNX Pad, constant. */
  default T pad(int axis, int before, int after, double value) {
    return pad(axis, before, after, Operands.like(self(), value, "pad"));
  }

  /** As {@link #pad(int, int, int, double)}, exactly so where the dtype is int64. */
  default T pad(int axis, int before, int after, long value) {
    return pad(axis, before, after, Operands.like(self(), value, "pad"));
  }

  /** As {@link #pad(int, int, int, double)}; {@code value} has rank 0. */
  default T pad(int axis, int before, int after, T value) {
    T x = self();
    List<Dim> dims = new ArrayList<>(List.of(x.dims().get(Operands.axis("pad", axis, x.rank()))));
    for (int i = Operands.axis("pad", axis, x.rank()) + 1; i < x.rank(); i++) {
      dims.add(Dim.of(1));
    }
    T truth = Operands.filled(x, DType.BOOL, 1, dims);
    int from = -dims.size();
    return truth.pad(from, before, after).where(x.pad(axis, before, after), value);
  }

  /**
   * Other elements before and after those along {@code axis}; ONNX Pad.
   *
   * @param mode {@code "edge"} repeats the outermost element, {@code "reflect"} mirrors at it, and
   *     {@code "wrap"} goes on at the other end, each as often as needed
   * @throws IndexOutOfBoundsException if there are no elements to repeat
   */
  default T pad(int axis, int before, int after, String mode) {
    int at = Operands.axis("pad", axis, self().rank());
    if (before < 0 || after < 0) {
      throw new TypeMismatchException(
          0, "pad: a negative number of elements, " + Math.min(before, after));
    }
    Dim size = self().dims().get(at);
    T places =
        Operands.range(self(), size.plus(Dim.of((long) before + after))).subtract((long) before);
    T count = Operands.count(Operands.range(self(), size));
    T last = count.subtract(1);
    T source =
        switch (mode) {
          case "edge" -> places.maximum(0).minimum(last);
          case "reflect" -> {
            T within = floorMod(places, last.multiply(2).maximum(1));
            yield last.subtract(last.subtract(within).abs());
          }
          case "wrap" -> floorMod(places, count.maximum(1));
          default ->
              throw new TypeMismatchException(
                  0, "pad: no mode \"" + mode + "\"; there are \"edge\", \"reflect\" and \"wrap\"");
        };
    return self().gather(at, source);
  }

  /** Stretched to the shape of {@code other}. */
  default T expandAs(T other) {
    return LayoutOps.broadcastTo(self(), Operands.given("expandAs", other).dims());
  }

  /** Matrices with these elements, the last dimension, on the diagonal, and zeros elsewhere. */
  default T diagEmbed() {
    int last = Operands.axis("diagEmbed", -1, self().rank());
    List<Dim> dims = new ArrayList<>(self().dims());
    dims.add(dims.get(last));
    return LayoutOps.broadcastTo(self().unsqueeze(-1), dims).lowerTriangle(0).upperTriangle(0);
  }

  /**
   * Windows of {@code size} elements along {@code axis}, each {@code step} elements after the one
   * before, in a new last dimension; PyTorch's {@code unfold}. In a model the size of the dimension
   * must be known where the step is not 1.
   */
  default T unfold(int axis, int size, int step) {
    int at = Operands.axis("unfold", axis, self().rank());
    if (size < 0 || step < 1) {
      throw new TypeMismatchException(0, "unfold: a size of " + size + " and a step of " + step);
    }
    List<Dim> dims = new ArrayList<>(self().dims());
    Dim room = dims.get(at).minus(Dim.of(size));
    if (room.isNegative()) {
      throw new TypeMismatchException(
          0, "unfold: windows of " + size + " elements in a dimension of " + dims.get(at));
    }
    if (step > 1) {
      room = Dim.of((Operands.known("unfold", self(), at) - size) / step);
    }
    Dim count = room.plus(Dim.of(1));
    T starts = Operands.range(self(), count).multiply(step).unsqueeze(1);
    T places = starts.add(Operands.range(self(), Dim.of(size)));
    dims.set(at, count);
    dims.add(at + 1, Dim.of(size));
    T windows = LayoutOps.reshape(self().gather(at, places.flatten(0)), dims);
    int[] order = new int[dims.size()];
    Arrays.setAll(order, i -> i <= at ? i : i + 1);
    order[order.length - 1] = at + 1;
    return windows.permute(order);
  }

  /**
   * Blocks of rows and columns of images {@code [n, c, h, w]} as channels, {@code [n, c * size^2, h
   * / size, w / size]}; ONNX SpaceToDepth.
   */
  default T spaceToDepth(int size) {
    List<Dim> dims = images("spaceToDepth", self());
    Dim block = Dim.of(size);
    Dim rows = divided("spaceToDepth", dims.get(2), block);
    Dim columns = divided("spaceToDepth", dims.get(3), block);
    T blocks =
        LayoutOps.reshape(self(), List.of(dims.get(0), dims.get(1), rows, block, columns, block));
    Dim channels = dims.get(1).times(block).times(block);
    return LayoutOps.reshape(
        blocks.permute(0, 3, 5, 1, 2, 4), List.of(dims.get(0), channels, rows, columns));
  }

  /** The opposite of {@link #spaceToDepth}; ONNX DepthToSpace in mode DCR. */
  default T depthToSpace(int size) {
    List<Dim> dims = images("depthToSpace", self());
    Dim block = Dim.of(size);
    Dim channels = divided("depthToSpace", dims.get(1), block.times(block));
    T blocks =
        LayoutOps.reshape(
            self(), List.of(dims.get(0), block, block, channels, dims.get(2), dims.get(3)));
    return LayoutOps.reshape(
        blocks.permute(0, 3, 4, 1, 5, 2),
        List.of(dims.get(0), channels, dims.get(2).times(block), dims.get(3).times(block)));
  }

  private static <V extends Operand<V>> V floorMod(V dividend, V divisor) {
    return dividend.remainder(divisor).add(divisor).remainder(divisor);
  }

  private static <V extends Operand<V>> List<Dim> images(String method, V value) {
    if (value.rank() != 4) {
      throw new TypeMismatchException(
          0, method + " expects images of shape [n, channels, rows, columns], not " + value.dims());
    }
    return value.dims();
  }

  private static Dim divided(String method, Dim size, Dim divisor) {
    return (divisor.is(0) ? java.util.Optional.<Dim>empty() : size.dividedBy(divisor))
        .orElseThrow(
            () ->
                new TypeMismatchException(
                    0, method + ": " + size + " is not divisible by " + divisor));
  }
}
