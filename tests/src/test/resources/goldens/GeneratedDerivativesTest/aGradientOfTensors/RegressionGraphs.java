package demo;

import dev.kiln.annotation.DType;
import dev.kiln.annotation.Generated;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.graph.FunctionBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Value;
import dev.kiln.graph.text.TypeParser;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
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
    FunctionBuilder code = new FunctionBuilder("loss", "Regression.java");
    Value x = code.parameter("x", TensorType.of(DType.FLOAT32, Dim.named("n"), Dim.of(3)));
    Value y = code.parameter("y", TensorType.of(DType.FLOAT32, Dim.named("n"), Dim.of(1)));
    Value w = code.parameter("w", TensorType.of(DType.FLOAT32, Dim.of(3), Dim.of(1)));
    Value b = code.parameter("b", TensorType.of(DType.FLOAT32, Dim.of(1)));
    Value value = code.at(14, 20).apply("matmul", x, w);
    Value value2 = code.apply("add", value, b);
    Value error = code.apply("error", "subtract", value2, y);
    Value value3 = code.at(15, 12).apply("square", error);
    Value value4 =
        code.applyWith(
            Attributes.of("axes", new Attribute.Integers(List.of()))
                .with("keepDims", new Attribute.Truth(false)),
            "mean",
            value3);
    code.returns(value4);
    GraphBuilder graph = new GraphBuilder("loss");
    graph.declareInput("x", Graph.Kind.ARGUMENT);
    graph.declareInput("y", Graph.Kind.ARGUMENT);
    graph.declareInput("w", Graph.Kind.PARAMETER);
    graph.declareInput("b", Graph.Kind.PARAMETER);
    graph.declareOutput("result");
    return graph.build(code.build(TensorType.of(DType.FLOAT32)));
  }

  /**
   * The graph of {@code lossGradient}.
   */
  public static Graph lossGradient() {
    FunctionBuilder code = new FunctionBuilder("lossGradient", "Regression.java");
    Value x = code.parameter("x", TensorType.of(DType.FLOAT32, Dim.named("n"), Dim.of(3)));
    Value y = code.parameter("y", TensorType.of(DType.FLOAT32, Dim.named("n"), Dim.of(1)));
    Value w = code.parameter("w", TensorType.of(DType.FLOAT32, Dim.of(3), Dim.of(1)));
    Value b = code.parameter("b", TensorType.of(DType.FLOAT32, Dim.of(1)));
    Value value = code.at(14, 20).apply("matmul", x, w);
    Value value2 = code.apply("add", value, b);
    Value error = code.apply("error", "subtract", value2, y);
    Value value3 = code.at(15, 12).apply("square", error);
    Value value4 =
        code.applyWith(
            Attributes.of("axes", new Attribute.Integers(List.of()))
                .with("keepDims", new Attribute.Truth(false)),
            "mean",
            value3);
    Value value5 =
        code.applyWith(
            Attributes.of(
                "value", new Attribute.Array(NdArray.of(TensorShape.of(1, 1), new float[] {1.0f}))),
            "tensor_constant");
    Value value6 =
        code.applyWith(
            Attributes.of("dims", new Attribute.Dims(TypeParser.parseDims("[n, 1]"))),
            "spread_mean",
            value5);
    Value value7 =
        code.applyWith(
            Attributes.of(
                "value", new Attribute.Array(NdArray.of(TensorShape.of(), new float[] {2.0f}))),
            "tensor_constant");
    Value value8 = code.apply("multiply", error, value7);
    Value value9 = code.apply("chain_product", value6, value8);
    Value value10 = code.at(14, 20).apply("negate", value9);
    Value value11 =
        code.applyWith(
            Attributes.of("dims", new Attribute.Dims(TypeParser.parseDims("[1]"))),
            "sum_to",
            value9);
    Value value12 = code.apply("transpose", w);
    Value value13 = code.apply("matmul", value9, value12);
    Value value14 = code.apply("transpose", x);
    Value value15 = code.apply("matmul", value14, value9);
    code.returns(value4, value13, value10, value15, value11);
    GraphBuilder graph = new GraphBuilder("lossGradient");
    graph.declareInput("x", Graph.Kind.ARGUMENT);
    graph.declareInput("y", Graph.Kind.ARGUMENT);
    graph.declareInput("w", Graph.Kind.PARAMETER);
    graph.declareInput("b", Graph.Kind.PARAMETER);
    graph.declareOutput("value");
    graph.declareOutput("x");
    graph.declareOutput("y");
    graph.declareOutput("w");
    graph.declareOutput("b");
    return graph.build(
        code.build(
            TensorType.of(DType.FLOAT32),
            TensorType.of(DType.FLOAT32, Dim.named("n"), Dim.of(3)),
            TensorType.of(DType.FLOAT32, Dim.named("n"), Dim.of(1)),
            TensorType.of(DType.FLOAT32, Dim.of(3), Dim.of(1)),
            TensorType.of(DType.FLOAT32, Dim.of(1))));
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
