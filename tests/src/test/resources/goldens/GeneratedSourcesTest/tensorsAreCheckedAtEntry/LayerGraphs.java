package demo;

import dev.kiln.annotation.DType;
import dev.kiln.annotation.Generated;
import dev.kiln.graph.FunctionBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Value;
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
    FunctionBuilder code = new FunctionBuilder("logits", "Layer.java");
    Value x = code.parameter("x", TensorType.of(DType.FLOAT32, Dim.named("batch"), Dim.of(4)));
    Value w = code.parameter("w", TensorType.of(DType.FLOAT32, Dim.of(4), Dim.of(3)));
    Value b = code.parameter("b", TensorType.of(DType.FLOAT32, Dim.of(3)));
    Value value = code.at(13, 12).apply("matmul", x, w);
    Value value2 = code.apply("add", value, b);
    code.returns(value2);
    GraphBuilder graph = new GraphBuilder("logits");
    graph.declareInput("x", Graph.Kind.ARGUMENT);
    graph.declareInput("w", Graph.Kind.PARAMETER);
    graph.declareInput("b", Graph.Kind.PARAMETER);
    graph.declareOutput("result");
    return graph.build(code.build(TensorType.of(DType.FLOAT32, Dim.named("batch"), Dim.of(3))));
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
