package dev.kiln.train;

import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Examples and what is to be learnt of them: the first dimension of both tensors counts the
 * examples. Immutable.
 *
 * @param x the examples
 * @param y the labels or targets
 */
public record Dataset(Tensor x, Tensor y) {
  /**
   * Checks that there are as many targets as examples.
   *
   * @throws IllegalArgumentException if a tensor has rank 0, or the numbers of examples differ
   */
  public Dataset {
    if (x.array().shape().rank() == 0 || y.array().shape().rank() == 0) {
      throw new IllegalArgumentException("the first dimension counts the examples");
    }
    if (x.array().shape().size(0) != y.array().shape().size(0)) {
      throw new IllegalArgumentException(
          "there are as many examples as targets, not "
              + x.array().typeText()
              + " and "
              + y.array().typeText());
    }
  }

  /** How many examples there are. */
  public int size() {
    return x.array().shape().size(0);
  }

  /** The examples at the given positions, in that order. */
  public Dataset at(int... positions) {
    Tensor indices = Tensor.of(positions);
    return new Dataset(x.gather(0, indices), y.gather(0, indices));
  }

  /** All examples in another order, which the key alone determines. */
  public Dataset shuffled(long key) {
    return at(order(size(), key));
  }

  /** The examples from {@code start} to {@code end}, exclusive. */
  public Dataset slice(int start, int end) {
    return new Dataset(x.slice(0, start, end), y.slice(0, start, end));
  }

  /**
   * Two parts of all examples, in an order that the key alone determines: the first has {@code
   * round(part * size)} of them, such as those to train on, and the second the others.
   *
   * @throws IllegalArgumentException if a part would be empty
   */
  public List<Dataset> split(double part, long key) {
    int first = (int) Math.round(part * size());
    if (first < 1 || first >= size()) {
      throw new IllegalArgumentException(
          "a part of " + part + " of " + size() + " examples leaves one part empty");
    }
    Dataset all = shuffled(key);
    return List.of(all.slice(0, first), all.slice(first, size()));
  }

  /**
   * The batches of one epoch, in an order that the key alone determines; give each epoch another
   * one, such as its number. The last batch is smaller where the examples do not divide evenly.
   */
  public List<Dataset> batches(int batchSize, long key) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch has at least 1 example, not " + batchSize);
    }
    int[] order = order(size(), key);
    List<Dataset> batches = new ArrayList<>();
    for (int start = 0; start < order.length; start += batchSize) {
      int end = Math.min(start + batchSize, order.length);
      batches.add(at(Arrays.copyOfRange(order, start, end)));
    }
    return batches;
  }

  /**
   * The numbers below {@code size}, in an order that the key alone determines: that of Fisher and
   * Yates (Knuth, algorithm P).
   */
  public static int[] order(int size, long key) {
    Random random = new Random(key);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    for (int i = size - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }
}
