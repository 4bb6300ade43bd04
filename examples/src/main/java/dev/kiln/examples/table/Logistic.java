package dev.kiln.examples.table;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Losses;
import dev.kiln.tensor.Tensor;

/** Logistic regression with several classes. */
@Model
public class Logistic {
  @Parameter
  @Shape(value = "features, classes", dtype = DType.FLOAT64)
  public Tensor weight;

  @Parameter
  @Shape(value = "classes", dtype = DType.FLOAT64)
  public Tensor bias;

  /** A model that finds all classes equally likely. */
  public Logistic(int features, int classes) {
    weight = Tensor.zeros(DType.FLOAT64, features, classes);
    bias = Tensor.zeros(DType.FLOAT64, classes);
  }

  /** The score of each class for each of n examples. */
  @Compute
  @Shape(value = "n, classes", dtype = DType.FLOAT64)
  public Tensor logits(@Shape(value = "n, features", dtype = DType.FLOAT64) Tensor x) {
    return x.matmul(weight).add(bias);
  }

  /**
   * The mean cross-entropy and a penalty on the squares of weights.
   *
   * @param penalty scikit-learn's LogisticRegression with its C has {@code 1 / (2 C n)}
   */
  @Compute
  @Differentiable(
      wrt = {"weight", "bias"},
      modes = Mode.GRADIENT)
  public Tensor loss(
      @Shape(value = "n, features", dtype = DType.FLOAT64) Tensor x,
      @Shape(value = "n", dtype = DType.INT32) Tensor label,
      double penalty) {
    Tensor entropy = Losses.softmaxCrossEntropy(logits(x), label).mean();
    return entropy.add(weight.sumOfSquares().multiply(penalty));
  }
}
