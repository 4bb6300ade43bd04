package dev.kiln.peer.model;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

/** Long short-term memory, with the gates in one matrix: input, forget, candidate, output. */
@Model
public class Sequences {
  @Parameter
  @Shape("in, 4*hidden")
  public Tensor input;

  @Parameter
  @Shape("hidden, 4*hidden")
  public Tensor recurrent;

  @Parameter
  @Shape("4*hidden")
  public Tensor bias;

  /** A model with these parameters. */
  public Sequences(Tensor input, Tensor recurrent, Tensor bias) {
    this.input = input;
    this.recurrent = recurrent;
    this.bias = bias;
  }

  /** The sum of the last outputs of a batch of sequences, which begin with zeros. */
  @Compute
  @Differentiable(wrt = {"input", "recurrent", "bias"})
  public Tensor lstm(@Shape("steps, batch, in") Tensor x, @Shape("batch, hidden") Tensor zeros) {
    int hidden = zeros.dim(1);
    Tensor h = zeros;
    Tensor c = zeros;
    for (int step = 0; step < x.dim(0); step++) {
      Tensor gates = x.get(step).matmul(input).add(h.matmul(recurrent)).add(bias);
      Tensor in = gates.slice(1, 0, hidden).sigmoid();
      Tensor forget = gates.slice(1, hidden, 2 * hidden).sigmoid();
      Tensor candidate = gates.slice(1, 2 * hidden, 3 * hidden).tanh();
      Tensor out = gates.slice(1, 3 * hidden, 4 * hidden).sigmoid();
      c = forget.multiply(c).add(in.multiply(candidate));
      h = out.multiply(c.tanh());
    }
    return h.sum();
  }
}
