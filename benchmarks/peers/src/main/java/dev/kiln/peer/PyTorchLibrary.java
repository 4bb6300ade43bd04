package dev.kiln.peer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.kiln.peer.Workload.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** PyTorch's native library, eagerly, with the operations that DJL has for it. */
final class PyTorchLibrary implements Library {
  private final NDManager manager;

  PyTorchLibrary() {
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("OPT_OUT_TRACKING", "true");
    manager = NDManager.newBaseManager("PyTorch");
  }

  /** The arrays of a call are freed after it. */
  private record Call(Supplier<NDArray> compute) implements Task {
    @Override
    public Object run() {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        return compute.get().size();
      }
    }

    @Override
    public float[] result() {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        return compute.get().toFloatArray();
      }
    }
  }

  @Override
  public Optional<Task> prepare(Workload workload) {
    int size = workload.size();
    return Optional.of(
        new Call(
            switch (workload.kind()) {
              case SEED -> seed(size);
              case PRODUCT -> product(size);
              case CHAIN -> chain(size);
              case CHAIN_GRADIENT -> chainGradient(size);
              case MLP -> mlp(size);
              case TRAINING -> training(size);
              case LENET -> leNet(size);
              case LENET_TRAINING -> leNetTraining(size);
              case LSTM -> lstm(size);
              case LSTM_GRADIENT -> lstmGradient(size);
              case ATTENTION -> attention(size);
            }));
  }

  private Supplier<NDArray> seed(int iterations) {
    NDArray zero = manager.create(0f);
    NDArray bound = manager.create((float) iterations);
    return () -> {
      NDArray first = zero;
      NDArray second = bound;
      while (first.lt(second).getBoolean()) {
        first = first.add(2);
        second = second.add(1);
      }
      return first;
    };
  }

  private Supplier<NDArray> product(int size) {
    NDArray a = array(Workload.inputs(1, size, size));
    NDArray b = array(Workload.inputs(2, size, size));
    return () -> a.matMul(b);
  }

  private Supplier<NDArray> chain(int size) {
    NDArray a = array(Workload.inputs(1, size));
    NDArray b = array(Workload.inputs(2, size));
    return () -> chain(a, b);
  }

  private Supplier<NDArray> chainGradient(int size) {
    NDArray a = array(Workload.inputs(1, size));
    NDArray b = array(Workload.inputs(2, size));
    return () -> gradients(() -> chain(a, b), List.of(a)).get(0);
  }

  private static NDArray chain(NDArray a, NDArray b) {
    NDArray bell = a.square().neg().exp();
    return a.mul(b).add(0.5f).tanh().mul(bell).add(a.getNDArrayInternal().sigmoid()).sum();
  }

  private Supplier<NDArray> mlp(int batch) {
    List<NDArray> weights = arrays(Workload.mlp(64, 128, 64));
    NDArray x = array(Workload.inputs(9, batch, 64));
    return () -> mlp(x, weights);
  }

  private static NDArray mlp(NDArray x, List<NDArray> weights) {
    NDArray first = x.matMul(weights.get(0)).add(weights.get(1)).getNDArrayInternal().relu();
    NDArray second = first.matMul(weights.get(2)).add(weights.get(3)).getNDArrayInternal().relu();
    return second.matMul(weights.get(4)).add(weights.get(5));
  }

  private Supplier<NDArray> training(int batch) {
    List<NDArray> weights = arrays(Workload.mlp(784, 256, 128));
    NDArray x = array(Workload.inputs(9, batch, 784));
    NDArray label = labels(batch);
    return () -> {
      step(weights, gradients(() -> loss(mlp(x, weights), label), weights));
      return weights.get(4);
    };
  }

  private Supplier<NDArray> leNet(int batch) {
    List<NDArray> weights = arrays(Workload.leNet());
    NDArray image = array(Workload.inputs(9, batch, 1, 28, 28));
    return () -> leNet(image, weights);
  }

  private Supplier<NDArray> leNetTraining(int batch) {
    List<NDArray> weights = arrays(Workload.leNet());
    NDArray image = array(Workload.inputs(9, batch, 1, 28, 28));
    NDArray label = labels(batch);
    return () -> {
      step(weights, gradients(() -> loss(leNet(image, weights), label), weights));
      return weights.get(4);
    };
  }

  private static NDArray leNet(NDArray image, List<NDArray> weights) {
    NDArray second = convolved(convolved(image, weights.get(0)), weights.get(1));
    NDArray flat = second.reshape(second.getShape().get(0), -1);
    NDArray wide = flat.matMul(weights.get(2)).getNDArrayInternal().relu();
    return wide.matMul(weights.get(3)).getNDArrayInternal().relu().matMul(weights.get(4));
  }

  private static NDArray convolved(NDArray image, NDArray filter) {
    Shape one = new Shape(1, 1);
    Shape none = new Shape(0, 0);
    Shape two = new Shape(2, 2);
    NDArray convolved =
        image
            .getNDArrayInternal()
            .convolution(image, filter, null, one, none, one, 1)
            .singletonOrThrow();
    return convolved
        .getNDArrayInternal()
        .relu()
        .getNDArrayInternal()
        .maxPool(two, two, none, false);
  }

  private static NDArray loss(NDArray logits, NDArray label) {
    return logits.logSoftmax(1).gather(label, 1).mean().neg();
  }

  private Supplier<NDArray> lstm(int steps) {
    Lstm lstm = new Lstm(steps);
    return lstm::sum;
  }

  private Supplier<NDArray> lstmGradient(int steps) {
    Lstm lstm = new Lstm(steps);
    return () -> gradients(lstm::sum, lstm.parameters).get(2);
  }

  /** PyTorch has the gates in the order of the model, and matrices transposed. */
  private final class Lstm {
    final NDArray x;
    final NDList state;
    final NDList parameters = new NDList();

    Lstm(int steps) {
      int hidden = Workload.HIDDEN;
      int features = Workload.FEATURES;
      x = array(Workload.inputs(9, steps, Workload.BATCH, features));
      NDArray zeros = manager.zeros(new Shape(1, Workload.BATCH, hidden));
      state = new NDList(zeros, zeros);
      parameters.add(transposed(Workload.weights(1, features, features, 4 * hidden)));
      parameters.add(transposed(Workload.weights(2, hidden, hidden, 4 * hidden)));
      parameters.add(array(Workload.weights(3, hidden, 4 * hidden)));
      parameters.add(manager.zeros(new Shape(4L * hidden)));
    }

    NDArray sum() {
      NDArray outputs =
          x.getNDArrayInternal().lstm(x, state, parameters, true, 1, 0, true, false, false).get(0);
      return outputs.get(new NDIndex(-1)).sum();
    }

    private NDArray transposed(Numbers numbers) {
      return array(numbers).transpose().duplicate();
    }
  }

  private Supplier<NDArray> attention(int rows) {
    int width = Workload.WIDTH;
    List<NDArray> weights =
        Stream.of(1, 2, 3, 4)
            .map(seed -> array(Workload.weights(seed, width, width, width)))
            .toList();
    NDArray x = array(Workload.inputs(9, rows, width));
    return () -> {
      NDArray q = heads(x.matMul(weights.get(0)));
      NDArray k = heads(x.matMul(weights.get(1)));
      NDArray v = heads(x.matMul(weights.get(2)));
      float scale = (float) (1 / Math.sqrt(width / 4.0));
      NDArray weighted = q.matMul(k.transpose(0, 2, 1)).mul(scale).softmax(2).matMul(v);
      return weighted.transpose(1, 0, 2).reshape(rows, width).matMul(weights.get(3));
    };
  }

  private static NDArray heads(NDArray rows) {
    return rows.reshape(rows.getShape().get(0), 4, -1).transpose(1, 0, 2);
  }

  private static List<NDArray> gradients(Supplier<NDArray> loss, List<NDArray> wrt) {
    for (NDArray each : wrt) {
      each.setRequiresGradient(true);
    }
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      collector.zeroGradients();
      collector.backward(loss.get());
    }
    return wrt.stream().map(NDArray::getGradient).toList();
  }

  private static void step(List<NDArray> weights, List<NDArray> slopes) {
    for (int i = 0; i < weights.size(); i++) {
      weights.get(i).subi(slopes.get(i).mul(Workload.RATE));
    }
  }

  private NDArray labels(int count) {
    return manager.create(Workload.labels(count)).toType(DataType.INT64, false).reshape(-1, 1);
  }

  private NDArray array(Numbers numbers) {
    return manager.create(numbers.values(), new Shape(numbers.longShape()));
  }

  private List<NDArray> arrays(Numbers... all) {
    List<NDArray> arrays = new ArrayList<>();
    for (Numbers each : all) {
      arrays.add(array(each));
    }
    return arrays;
  }

  @Override
  public void close() {
    manager.close();
  }
}
