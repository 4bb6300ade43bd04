package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;
import java.util.Random;

/** A layer of each recurrent kind, which reads sequences in both directions. */
@Model
class Readers {
  final Rnn rnn = new Rnn(new Random(1), 2, 3);
  final Gru gru = new Gru(new Random(2), 2, 3);
  final Lstm lstm = new Lstm(new Random(3), 2, 3);
  final Lstm backward = new Lstm(new Random(4), 2, 3);

  @Compute
  Tensor rnn(@Shape("n, steps, 2") Tensor x) {
    return rnn.apply(x);
  }

  @Compute
  Tensor gru(@Shape("n, steps, 2") Tensor x) {
    return gru.reversed(x);
  }

  @Compute
  Tensor lstm(@Shape("n, steps, 2") Tensor x) {
    return Tensor.concatenate(2, lstm.apply(x), backward.reversed(x));
  }

  @Compute
  Tensor state(@Shape("n, steps, 2") Tensor x) {
    return lstm.last(x);
  }

  @Compute
  Tensor continued(@Shape("n, steps, 2") Tensor first, @Shape("n, more, 2") Tensor second) {
    return lstm.after(second, lstm.last(first));
  }

  @Compute
  @Differentiable(wrt = {"x", "rnn"})
  Tensor rnnLoss(@Shape("n, steps, 2") Tensor x) {
    return rnn(x).square().sum();
  }

  @Compute
  @Differentiable(wrt = {"x", "gru"})
  Tensor gruLoss(@Shape("n, steps, 2") Tensor x) {
    return gru(x).square().sum();
  }

  @Compute
  @Differentiable(wrt = {"x", "lstm", "backward"})
  Tensor lstmLoss(@Shape("n, steps, 2") Tensor x) {
    return lstm(x).square().sum().add(state(x).sum());
  }
}
