package dev.kiln.peer;

import dev.kiln.peer.Workload.Numbers;
import dev.kiln.peer.model.CompiledAttentionBlock;
import dev.kiln.peer.model.CompiledElementwise;
import dev.kiln.peer.model.CompiledLeNet;
import dev.kiln.peer.model.CompiledMlp;
import dev.kiln.peer.model.CompiledSeed;
import dev.kiln.peer.model.CompiledSequences;
import dev.kiln.peer.model.LeNetParameters;
import dev.kiln.peer.model.MlpParameters;
import dev.kiln.tensor.Tensor;
import dev.kiln.train.Optimizer;
import dev.kiln.train.Schedule;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Compiled models. */
final class KilnLibrary implements Library {
  private record Call(Supplier<Tensor> compute) implements Task {
    @Override
    public Object run() {
      return compute.get();
    }

    @Override
    public float[] result() {
      return compute.get().toFloatArray();
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

  private static Supplier<Tensor> seed(int iterations) {
    CompiledSeed model = new CompiledSeed();
    Tensor first = Tensor.scalar(0f);
    Tensor second = Tensor.scalar((float) iterations);
    return () -> model.count(first, second);
  }

  private static Supplier<Tensor> product(int size) {
    CompiledElementwise model = new CompiledElementwise();
    Tensor a = tensor(Workload.inputs(1, size, size));
    Tensor b = tensor(Workload.inputs(2, size, size));
    return () -> model.product(a, b);
  }

  private static Supplier<Tensor> chain(int size) {
    CompiledElementwise model = new CompiledElementwise();
    Tensor a = tensor(Workload.inputs(1, size));
    Tensor b = tensor(Workload.inputs(2, size));
    return () -> model.chain(a, b);
  }

  private static Supplier<Tensor> chainGradient(int size) {
    CompiledElementwise model = new CompiledElementwise();
    Tensor a = tensor(Workload.inputs(1, size));
    Tensor b = tensor(Workload.inputs(2, size));
    return () -> model.chainGradient(a, b).a();
  }

  private static Supplier<Tensor> mlp(int batch) {
    CompiledMlp model = new CompiledMlp(tensors(Workload.mlp(64, 128, 64)));
    Tensor x = tensor(Workload.inputs(9, batch, 64));
    return () -> model.logits(x);
  }

  private static Supplier<Tensor> training(int batch) {
    CompiledMlp model = new CompiledMlp(tensors(Workload.mlp(784, 256, 128)));
    Tensor x = tensor(Workload.inputs(9, batch, 784));
    Tensor label = Tensor.of(Workload.labels(batch));
    Optimizer descent = Optimizer.sgd(Schedule.constant(Workload.RATE));
    return () -> {
      MlpParameters.set(
          model, descent.step(MlpParameters.get(model), model.lossGradient(x, label).gradients()));
      return model.w3;
    };
  }

  private static Supplier<Tensor> leNet(int batch) {
    CompiledLeNet model = new CompiledLeNet(tensors(Workload.leNet()));
    Tensor image = tensor(Workload.inputs(9, batch, 1, 28, 28));
    return () -> model.logits(image);
  }

  private static Supplier<Tensor> leNetTraining(int batch) {
    CompiledLeNet model = new CompiledLeNet(tensors(Workload.leNet()));
    Tensor image = tensor(Workload.inputs(9, batch, 1, 28, 28));
    Tensor label = Tensor.of(Workload.labels(batch));
    Optimizer descent = Optimizer.sgd(Schedule.constant(Workload.RATE));
    return () -> {
      LeNetParameters.set(
          model,
          descent.step(LeNetParameters.get(model), model.lossGradient(image, label).gradients()));
      return model.w3;
    };
  }

  private static Supplier<Tensor> lstm(int steps) {
    CompiledSequences model = sequences();
    Tensor x = tensor(Workload.inputs(9, steps, Workload.BATCH, Workload.FEATURES));
    Tensor zeros = Tensor.zeros(Workload.BATCH, Workload.HIDDEN);
    return () -> model.lstm(x, zeros);
  }

  private static Supplier<Tensor> lstmGradient(int steps) {
    CompiledSequences model = sequences();
    Tensor x = tensor(Workload.inputs(9, steps, Workload.BATCH, Workload.FEATURES));
    Tensor zeros = Tensor.zeros(Workload.BATCH, Workload.HIDDEN);
    return () -> model.lstmGradient(x, zeros).bias();
  }

  private static CompiledSequences sequences() {
    int hidden = Workload.HIDDEN;
    return new CompiledSequences(
        tensor(Workload.weights(1, Workload.FEATURES, Workload.FEATURES, 4 * hidden)),
        tensor(Workload.weights(2, hidden, hidden, 4 * hidden)),
        tensor(Workload.weights(3, hidden, 4 * hidden)));
  }

  private static Supplier<Tensor> attention(int rows) {
    int width = Workload.WIDTH;
    Tensor[] weights =
        Stream.of(1, 2, 3, 4)
            .map(seed -> tensor(Workload.weights(seed, width, width, width)))
            .toArray(Tensor[]::new);
    CompiledAttentionBlock model =
        new CompiledAttentionBlock(weights[0], weights[1], weights[2], weights[3]);
    Tensor x = tensor(Workload.inputs(9, rows, width));
    return () -> model.apply(x);
  }

  private static Tensor tensor(Numbers numbers) {
    return Tensor.of(numbers.values()).reshape(numbers.shape());
  }

  private static Tensor[] tensors(Numbers... all) {
    return Stream.of(all).map(KilnLibrary::tensor).toArray(Tensor[]::new);
  }

  @Override
  public void close() {}
}
