package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;
import java.util.Random;

/** Two steps of each recurrent cell, and two convolutions. */
@Model
class Cells {
  final RnnCell rnn = new RnnCell(new Random(1), 2, 3);
  final LstmCell lstm = new LstmCell(new Random(2), 2, 3);
  final GruCell gru = new GruCell(new Random(3), 2, 3);
  final Conv2d first = new Conv2d(new Random(4), 1, 2, 3);
  final Conv2d second = new Conv2d(new Random(5), 2, 1, 2);

  @Compute
  Tensor rnn(@Shape("n, 2") Tensor x, @Shape("n, 3") Tensor h) {
    return rnn.apply(x, rnn.apply(x, h));
  }

  @Compute
  Tensor lstm(@Shape("n, 2") Tensor x, @Shape("n, 3") Tensor h, @Shape("n, 3") Tensor c) {
    LstmCell.State state = lstm.apply(x, new LstmCell.State(h, c));
    state = lstm.apply(x, state);
    return state.h().add(state.c());
  }

  @Compute
  Tensor gru(@Shape("n, 2") Tensor x, @Shape("n, 3") Tensor h) {
    return gru.apply(x, gru.apply(x, h));
  }

  @Compute
  Tensor convolved(@Shape("n, 1, 4, 5") Tensor image) {
    return second.apply(first.padded(image).relu());
  }

  @Compute
  @Differentiable(wrt = {"x", "h", "rnn"})
  Tensor rnnLoss(@Shape("n, 2") Tensor x, @Shape("n, 3") Tensor h) {
    return rnn(x, h).square().sum();
  }

  @Compute
  @Differentiable(wrt = {"x", "h", "c", "lstm"})
  Tensor lstmLoss(@Shape("n, 2") Tensor x, @Shape("n, 3") Tensor h, @Shape("n, 3") Tensor c) {
    return lstm(x, h, c).square().sum();
  }

  @Compute
  @Differentiable(wrt = {"x", "h", "gru"})
  Tensor gruLoss(@Shape("n, 2") Tensor x, @Shape("n, 3") Tensor h) {
    return gru(x, h).square().sum();
  }

  @Compute
  @Differentiable(wrt = {"image", "first", "second"})
  Tensor convolvedLoss(@Shape("n, 1, 4, 5") Tensor image) {
    return convolved(image).square().sum();
  }
}
