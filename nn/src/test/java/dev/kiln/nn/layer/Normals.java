package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;
import java.util.Random;

/** Each kind of normalisation, and dropout. */
@Model
class Normals {
  /**
   * What a training needs of a batch.
   *
   * @param loss the loss
   * @param mean the next running mean
   * @param variance the next running variance
   */
  record Step(@Shape("") Tensor loss, @Shape("3") Tensor mean, @Shape("3") Tensor variance) {}

  final Dense dense = new Dense(new Random(1), 2, 3);
  final BatchNorm batch = new BatchNorm(3);
  final BatchNorm pixels = new BatchNorm(4);
  final RmsNorm rms = new RmsNorm(3);
  final GroupNorm groups = new GroupNorm(2, 4);
  final Dropout dropout = new Dropout(0.25);

  Normals() {
    batch.scale = Tensor.of(new float[] {2, -1, 0.5f});
    batch.bias = Tensor.of(new float[] {0.25f, 0, 1});
    batch.mean = Tensor.of(new float[] {0.5f, -0.5f, 0});
    batch.variance = Tensor.of(new float[] {1, 2, 0.25f});
    rms.scale = batch.scale;
    groups.scale = Tensor.of(new float[] {1, 2, -1, 0.5f});
    groups.bias = Tensor.of(new float[] {0, 1, 2, 3});
    pixels.scale = Tensor.of(new float[] {1, 2, -1, 0.5f});
  }

  @Compute
  Step batch(@Shape("n, 2") Tensor x, boolean training) {
    BatchNorm.Batch y = batch.apply(dense.apply(x), training);
    return new Step(y.y().pow(3).mean(), y.mean(), y.variance());
  }

  @Compute
  Tensor normalised(@Shape("n, 3") Tensor x, boolean training) {
    return batch.apply(x, training).y();
  }

  @Compute
  Tensor images(@Shape("n, 4, height, width") Tensor x, boolean training) {
    return pixels.image(x, training).y();
  }

  @Compute
  Tensor groups(@Shape("n, 4, height, width") Tensor x) {
    return groups.apply(x);
  }

  @Compute
  Tensor rms(@Shape("n, 3") Tensor x) {
    return rms.apply(x);
  }

  @Compute
  Tensor dropped(
      @Shape("n, 3") Tensor x,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    return dropout.apply(x, key, training);
  }

  @Compute
  @Differentiable(
      wrt = {"x", "dense", "batch"},
      modes = Differentiable.Mode.VJP)
  Step training(@Shape("n, 2") Tensor x) {
    return batch(x, true);
  }

  @Compute
  @Differentiable(wrt = {"x", "batch"})
  Tensor inference(@Shape("n, 2") Tensor x) {
    return batch(x, false).loss();
  }

  @Compute
  @Differentiable(wrt = {"x", "pixels", "groups"})
  Tensor imageLoss(@Shape("n, 4, height, width") Tensor x) {
    return images(groups(x).square(), true).pow(3).mean();
  }

  @Compute
  @Differentiable(wrt = {"x", "rms"})
  Tensor rmsLoss(@Shape("n, 3") Tensor x, @Shape(value = "2", dtype = DType.INT32) Tensor key) {
    return rms(dropped(x, key, true)).pow(3).sum();
  }
}
