package demo;

import dev.kiln.annotation.DType;
import dev.kiln.annotation.Generated;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.op.Term;
import dev.kiln.session.Feeds;
import dev.kiln.spi.ModelChecks;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;

/**
 * The compute methods of {@link Layer} as graphs.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Layer"
)
public final class LayerGraphs {
  private LayerGraphs() {
  }

  /**
   * The graph of {@code logits}.
   */
  public static Graph logits() {
    GraphBuilder graph = new GraphBuilder("logits");
    Term x = graph.input("x", TensorType.of(DType.FLOAT32, Dim.named("batch"), Dim.of(4)));
    Term w =
        graph.input("w", TensorType.of(DType.FLOAT32, Dim.of(4), Dim.of(3)), Graph.Kind.PARAMETER);
    Term b = graph.input("b", TensorType.of(DType.FLOAT32, Dim.of(3)), Graph.Kind.PARAMETER);
    graph.at("Layer.java", 13, 12);
    graph.output("result", x.matmul(w).add(b));
    return graph.build();
  }

  /**
   * What the graphs read from a model: its parameters and other fields.
   *
   * @throws IllegalArgumentException if the model is of a subclass, which may override what
   *     the graphs compute
   */
  public static Feeds stateOf(Layer model) {
    ModelChecks.requireOwnGraphs(model, Layer.class);
    return Feeds.none()
            .and("w", model.w)
            .and("b", model.b);
  }
}
