package dev.kiln.peer.model;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Losses;
import dev.kiln.tensor.Tensor;

/** A classifier with two hidden layers. */
@Model
public class Mlp {
  @Parameter
  @Shape("in, wide")
  public Tensor w1;

  @Parameter
  @Shape("wide")
  public Tensor b1;

  @Parameter
  @Shape("wide, narrow")
  public Tensor w2;

  @Parameter
  @Shape("narrow")
  public Tensor b2;

  @Parameter
  @Shape("narrow, classes")
  public Tensor w3;

  @Parameter
  @Shape("classes")
  public Tensor b3;

  /** A model with these parameters, in the order of the fields. */
  public Mlp(Tensor... parameters) {
    w1 = parameters[0];
    b1 = parameters[1];
    w2 = parameters[2];
    b2 = parameters[3];
    w3 = parameters[4];
    b3 = parameters[5];
  }

  /** The scores of each class. */
  @Compute
  public Tensor logits(@Shape("batch, in") Tensor x) {
    Tensor first = x.matmul(w1).add(b1).relu();
    Tensor second = first.matmul(w2).add(b2).relu();
    return second.matmul(w3).add(b3);
  }

  /** The mean cross entropy of a batch. */
  @Compute
  @Differentiable(wrt = {"w1", "b1", "w2", "b2", "w3", "b3"})
  public Tensor loss(
      @Shape("batch, in") Tensor x, @Shape(value = "batch", dtype = DType.INT32) Tensor label) {
    return Losses.softmaxCrossEntropy(logits(x), label).mean();
  }
}
