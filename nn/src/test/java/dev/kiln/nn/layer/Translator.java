package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Random;
import dev.kiln.tensor.Tensor;

/** A transformer with two blocks in its encoder, which share the embedding with the decoder. */
@Model
class Translator {
  final Embedding embedding = new Embedding(new java.util.Random(1), 7, 4);
  final TransformerEncoderBlock[] encoder = new TransformerEncoderBlock[2];
  final TransformerDecoderBlock decoder;

  Translator(boolean normFirst) {
    for (int i = 0; i < 2; i++) {
      encoder[i] =
          new TransformerEncoderBlock(new java.util.Random(2 + i), 4, 2, 6, 0.5, normFirst);
    }
    decoder = new TransformerDecoderBlock(new java.util.Random(4), 4, 2, 6, 0.5, normFirst);
  }

  @Compute
  Tensor encoded(
      @Shape(value = "n, from", dtype = DType.INT32) Tensor source,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    Tensor x = embedding.sequence(source);
    for (int i = 0; i < encoder.length; i++) {
      x = encoder[i].apply(x, Random.foldIn(key, i), training);
    }
    return x;
  }

  @Compute
  Tensor decoded(
      @Shape(value = "n, from", dtype = DType.INT32) Tensor source,
      @Shape(value = "n, to", dtype = DType.INT32) Tensor target,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    Tensor memory = encoded(source, key, training);
    return decoder.apply(embedding.sequence(target), memory, Random.foldIn(key, 9), training);
  }

  @Compute
  Tensor masked(
      @Shape(value = "n, from", dtype = DType.INT32) Tensor source,
      @Shape(value = "n, from, from", dtype = DType.BOOL) Tensor mask) {
    Tensor key = Tensor.zeros(DType.INT32, 2);
    return encoder[0].masked(embedding.sequence(source), mask, key, false);
  }

  @Compute
  Tensor causal(@Shape(value = "n, from", dtype = DType.INT32) Tensor source) {
    return encoder[0].causal(embedding.sequence(source));
  }

  /** Outside training, where nothing is random. */
  @Compute
  Tensor translated(
      @Shape(value = "n, from", dtype = DType.INT32) Tensor source,
      @Shape(value = "n, to", dtype = DType.INT32) Tensor target) {
    Tensor memory = embedding.sequence(source);
    for (TransformerEncoderBlock block : encoder) {
      memory = block.apply(memory);
    }
    return decoder.apply(embedding.sequence(target), memory);
  }

  @Compute
  @Differentiable(wrt = {"embedding", "encoder", "decoder"})
  Tensor loss(
      @Shape(value = "n, from", dtype = DType.INT32) Tensor source,
      @Shape(value = "n, to", dtype = DType.INT32) Tensor target,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    return decoded(source, target, key, training).pow(3).sum();
  }
}
