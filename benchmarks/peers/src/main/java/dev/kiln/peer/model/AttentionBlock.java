package dev.kiln.peer.model;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Attention;
import dev.kiln.tensor.Tensor;

/** Attention with several heads between the rows of a matrix, and the projections around it. */
@Model
public class AttentionBlock {
  @Parameter
  @Shape("4*part, 4*part")
  public Tensor query;

  @Parameter
  @Shape("4*part, 4*part")
  public Tensor key;

  @Parameter
  @Shape("4*part, 4*part")
  public Tensor value;

  @Parameter
  @Shape("4*part, 4*part")
  public Tensor output;

  /** A model with these parameters. */
  public AttentionBlock(Tensor query, Tensor key, Tensor value, Tensor output) {
    this.query = query;
    this.key = key;
    this.value = value;
    this.output = output;
  }

  /** What the rows see of each other, with 4 heads. */
  @Compute
  public Tensor apply(@Shape("rows, 4*part") Tensor x) {
    Tensor q = Attention.splitHeads(x.matmul(query), 4);
    Tensor k = Attention.splitHeads(x.matmul(key), 4);
    Tensor v = Attention.splitHeads(x.matmul(value), 4);
    Tensor seen = Attention.scaledDotProduct(q, k, v);
    return Attention.mergeHeads(seen).matmul(output);
  }
}
