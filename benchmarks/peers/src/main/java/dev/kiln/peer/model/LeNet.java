package dev.kiln.peer.model;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Losses;
import dev.kiln.tensor.Tensor;

/**
 * A convolutional network as LeNet-5 (LeCun et al., 1998), with rectifiers and maxima, for images
 * of 28 by 28 pixels.
 */
@Model
public class LeNet {
  @Parameter
  @Shape("6, 1, 5, 5")
  public Tensor filter1;

  @Parameter
  @Shape("16, 6, 5, 5")
  public Tensor filter2;

  @Parameter
  @Shape("256, 120")
  public Tensor w1;

  @Parameter
  @Shape("120, 84")
  public Tensor w2;

  @Parameter
  @Shape("84, 10")
  public Tensor w3;

  /** A model with these parameters, in the order of the fields. */
  public LeNet(Tensor... parameters) {
    filter1 = parameters[0];
    filter2 = parameters[1];
    w1 = parameters[2];
    w2 = parameters[3];
    w3 = parameters[4];
  }

  /** The scores of each class. */
  @Compute
  public Tensor logits(@Shape("batch, 1, 28, 28") Tensor image) {
    Tensor first = image.conv2d(filter1, 1, 0).relu().maxPool2d(2, 2, 0);
    Tensor second = first.conv2d(filter2, 1, 0).relu().maxPool2d(2, 2, 0);
    return second.flatten(1).matmul(w1).relu().matmul(w2).relu().matmul(w3);
  }

  /** The mean cross entropy of a batch. */
  @Compute
  @Differentiable(wrt = {"filter1", "filter2", "w1", "w2", "w3"})
  public Tensor loss(
      @Shape("batch, 1, 28, 28") Tensor image,
      @Shape(value = "batch", dtype = DType.INT32) Tensor label) {
    return Losses.softmaxCrossEntropy(logits(image), label).mean();
  }
}
