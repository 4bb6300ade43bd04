package dev.kiln.peer;

import java.util.SplittableRandom;

/** What is measured, and the numbers that all libraries get. */
public enum Workload {
  SEED_LOOP("loop of 1000 iterations on two numbers", Kind.SEED, 1000),
  PRODUCT_64("matrix product 64", Kind.PRODUCT, 64),
  PRODUCT_256("matrix product 256", Kind.PRODUCT, 256),
  PRODUCT_512("matrix product 512", Kind.PRODUCT, 512),
  PRODUCT_1024("matrix product 1024", Kind.PRODUCT, 1024),
  CHAIN_4K("elementwise chain, 4096", Kind.CHAIN, 4096),
  CHAIN_1M("elementwise chain, 1048576", Kind.CHAIN, 1 << 20),
  CHAIN_GRADIENT_4K("its gradient, 4096", Kind.CHAIN_GRADIENT, 4096),
  CHAIN_GRADIENT_1M("its gradient, 1048576", Kind.CHAIN_GRADIENT, 1 << 20),
  MLP_1("MLP 64-128-64-10, batch 1", Kind.MLP, 1),
  MLP_32("MLP 64-128-64-10, batch 32", Kind.MLP, 32),
  MLP_1024("MLP 64-128-64-10, batch 1024", Kind.MLP, 1024),
  TRAINING_32("step of MLP 784-256-128-10, batch 32", Kind.TRAINING, 32),
  TRAINING_256("step of MLP 784-256-128-10, batch 256", Kind.TRAINING, 256),
  LENET_1("LeNet, batch 1", Kind.LENET, 1),
  LENET_32("LeNet, batch 32", Kind.LENET, 32),
  LENET_TRAINING_32("step of LeNet, batch 32", Kind.LENET_TRAINING, 32),
  LSTM("LSTM, 100 steps of 64 to 128, batch 16", Kind.LSTM, 100),
  LSTM_GRADIENT("its gradient", Kind.LSTM_GRADIENT, 100),
  ATTENTION("attention block, 128 by 256, 4 heads", Kind.ATTENTION, 128);

  /** What is computed. */
  enum Kind {
    SEED,
    PRODUCT,
    CHAIN,
    CHAIN_GRADIENT,
    MLP,
    TRAINING,
    LENET,
    LENET_TRAINING,
    LSTM,
    LSTM_GRADIENT,
    ATTENTION
  }

  /** How far a step moves the parameters against the gradient. */
  static final float RATE = 0.01f;

  /** The sizes of the sequences: examples at a time, features, and what the cell keeps. */
  static final int BATCH = 16;

  static final int FEATURES = 64;
  static final int HIDDEN = 128;

  /** The width of what attends. */
  static final int WIDTH = 256;

  private final String title;
  private final Kind kind;
  private final int size;

  Workload(String title, Kind kind, int size) {
    this.title = title;
    this.kind = kind;
    this.size = size;
  }

  String title() {
    return title;
  }

  Kind kind() {
    return kind;
  }

  /** The iterations, rows, elements, examples or steps. */
  int size() {
    return size;
  }

  /** Numbers and their shape, row by row. */
  record Numbers(float[] values, int... shape) {
    /** The shape as ONNX Runtime and PyTorch have it. */
    long[] longShape() {
      long[] sizes = new long[shape.length];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = shape[i];
      }
      return sizes;
    }
  }

  /** Numbers between -1 and 1, divided by the root of what is summed in a product with them. */
  static Numbers weights(int seed, int summed, int... shape) {
    int count = 1;
    for (int size : shape) {
      count *= size;
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextDouble(-1, 1) / Math.sqrt(summed));
    }
    return new Numbers(values, shape);
  }

  /** Numbers between -1 and 1. */
  static Numbers inputs(int seed, int... shape) {
    return weights(seed, 1, shape);
  }

  /** A class of ten for each example. */
  static int[] labels(int count) {
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i * 7 % 10;
    }
    return labels;
  }

  /** The weights and biases of a classifier with two hidden layers. */
  static Numbers[] mlp(int in, int wide, int narrow) {
    return new Numbers[] {
      weights(1, in, in, wide),
      weights(2, in, wide),
      weights(3, wide, wide, narrow),
      weights(4, wide, narrow),
      weights(5, narrow, narrow, 10),
      weights(6, narrow, 10)
    };
  }

  /** The filters and weights of the convolutional network. */
  static Numbers[] leNet() {
    return new Numbers[] {
      weights(1, 25, 6, 1, 5, 5),
      weights(2, 150, 16, 6, 5, 5),
      weights(3, 256, 256, 120),
      weights(4, 120, 120, 84),
      weights(5, 84, 84, 10)
    };
  }
}
