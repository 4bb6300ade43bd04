package demo;

import dev.kiln.annotation.DType;
import dev.kiln.annotation.Generated;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.session.Feeds;
import dev.kiln.spi.ModelChecks;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.List;

/**
 * The compute methods of {@link Regression} as graphs.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Regression"
)
public final class RegressionGraphs {
  private RegressionGraphs() {
  }

  /**
   * The graph of {@code loss}.
   */
  public static Graph loss() {
    GraphBuilder graph = new GraphBuilder("loss");
    Term x = graph.input("x", TensorType.of(DType.FLOAT32, Dim.named("n"), Dim.of(3)));
    Term y = graph.input("y", TensorType.of(DType.FLOAT32, Dim.named("n"), Dim.of(1)));
    Term w =
        graph.input("w", TensorType.of(DType.FLOAT32, Dim.of(3), Dim.of(1)), Graph.Kind.PARAMETER);
    Term b = graph.input("b", TensorType.of(DType.FLOAT32, Dim.of(1)), Graph.Kind.PARAMETER);
    graph.at("Regression.java", 14, 20);
    Term error = graph.name("error", x.matmul(w).add(b).subtract(y));
    graph.at("Regression.java", 15, 12);
    graph.output("result", error.square().mean());
    return graph.build();
  }

  /**
   * The graph of {@code lossGradient}.
   */
  public static Graph lossGradient() {
    GraphBuilder graph = new GraphBuilder("lossGradient");
    Term x = graph.input("x", TensorType.of(DType.FLOAT32, Dim.named("n"), Dim.of(3)));
    Term y = graph.input("y", TensorType.of(DType.FLOAT32, Dim.named("n"), Dim.of(1)));
    Term w =
        graph.input("w", TensorType.of(DType.FLOAT32, Dim.of(3), Dim.of(1)), Graph.Kind.PARAMETER);
    Term b = graph.input("b", TensorType.of(DType.FLOAT32, Dim.of(1)), Graph.Kind.PARAMETER);
    graph.at("Regression.java", 14, 20);
    Term error = graph.name("error", x.matmul(w).add(b).subtract(y));
    graph.at("Regression.java", 15, 12);
    Term value = error.square().mean();
    Term chainProduct =
        graph.apply(
            "chain_product",
            graph.applyWith(
                Attributes.of("dims", new Attribute.Dims(List.of(Dim.named("n"), Dim.of(1)))),
                "spread_mean",
                graph.constant(NdArray.of(TensorShape.of(1, 1), new float[] {1.0f}))),
            error.multiply(2.0));
    graph.at("Regression.java", 14, 20);
    Term dY = chainProduct.negate();
    Term dB =
        graph.applyWith(
            Attributes.of("dims", new Attribute.Dims(List.of(Dim.of(1)))), "sum_to", chainProduct);
    Term dX =
        graph.applyWith(
            Attributes.of("transposeLeft", new Attribute.Truth(false))
                .with("transposeRight", new Attribute.Truth(true)),
            "matmul_transposed",
            chainProduct,
            w);
    Term dW =
        graph.applyWith(
            Attributes.of("transposeLeft", new Attribute.Truth(true))
                .with("transposeRight", new Attribute.Truth(false)),
            "matmul_transposed",
            x,
            chainProduct);
    graph.output("value", value);
    graph.output("x", dX);
    graph.output("y", dY);
    graph.output("w", dW);
    graph.output("b", dB);
    return graph.build();
  }

  /**
   * What the graphs read from a model: its parameters and other fields.
   *
   * @throws IllegalArgumentException if the model is of a subclass, which may override what
   *     the graphs compute
   */
  public static Feeds stateOf(Regression model) {
    ModelChecks.requireOwnGraphs(model, Regression.class);
    return Feeds.none()
            .and("w", model.w)
            .and("b", model.b);
  }
}
