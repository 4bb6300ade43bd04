package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.graph.FunctionBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Value;
import dev.kiln.session.Feeds;
import dev.kiln.spi.ModelChecks;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import java.util.List;

/**
 * The compute methods of {@link Triangle} as graphs.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Triangle"
)
public final class TriangleGraphs {
  private TriangleGraphs() {
  }

  /**
   * The graph of {@code interpolate}.
   */
  public static Graph interpolate() {
    FunctionBuilder code = new FunctionBuilder("interpolate", "Triangle.java");
    Value firstCorner = code.parameter("firstCorner", new ArrayType(ScalarType.FLOAT64, 1));
    Value secondCorner = code.parameter("secondCorner", new ArrayType(ScalarType.FLOAT64, 1));
    Value thirdCorner = code.parameter("thirdCorner", new ArrayType(ScalarType.FLOAT64, 1));
    Value arrayLoad = code.at(9, 21).apply("array_load", firstCorner, code.int32(0));
    Value arrayLoad2 = code.at(9, 39).apply("array_load", secondCorner, code.int32(1));
    Value arrayLoad3 = code.at(9, 57).apply("array_load", thirdCorner, code.int32(1));
    Value subtract = code.at(9, 39).apply("subtract", arrayLoad2, arrayLoad3);
    Value multiply = code.at(9, 21).apply("multiply", arrayLoad, subtract);
    Value arrayLoad4 = code.at(10, 11).apply("array_load", secondCorner, code.int32(0));
    Value arrayLoad5 = code.at(10, 30).apply("array_load", thirdCorner, code.int32(1));
    Value arrayLoad6 = code.at(10, 47).apply("array_load", firstCorner, code.int32(1));
    Value subtract2 = code.at(10, 30).apply("subtract", arrayLoad5, arrayLoad6);
    Value multiply2 = code.at(10, 11).apply("multiply", arrayLoad4, subtract2);
    Value add = code.at(9, 21).apply("add", multiply, multiply2);
    Value arrayLoad7 = code.at(11, 11).apply("array_load", thirdCorner, code.int32(0));
    Value arrayLoad8 = code.at(11, 29).apply("array_load", firstCorner, code.int32(1));
    Value arrayLoad9 = code.at(11, 46).apply("array_load", secondCorner, code.int32(1));
    Value subtract3 = code.at(11, 29).apply("subtract", arrayLoad8, arrayLoad9);
    Value multiply3 = code.at(11, 11).apply("multiply", arrayLoad7, subtract3);
    Value weight = code.at(9, 21).apply("weight", "add", add, multiply3);
    Value arrayLength = code.at(12, 9).apply("array_length", firstCorner);
    Value arrayLength2 = code.at(12, 31).apply("array_length", secondCorner);
    code.at(12, 9).ifElse(code.apply("not_equal", arrayLength, arrayLength2));
    {
      code.yields(code.bool(true));
    }
    {
      Value notEqualTo =
          code.at(12, 54)
              .apply("not_equal", code.apply("array_length", secondCorner), code.int32(2));
      code.yields(notEqualTo);
    }
    Value test = code.result(ScalarType.BOOL);
    code.at(12, 9).ifElse(test);
    {
      code.yields(code.bool(true));
    }
    {
      code.at(12, 82).yields(code.apply("equal", weight, code.float64(0.0)));
    }
    Value test2 = code.result(ScalarType.BOOL);
    code.at(12, 5).ifElse(test2);
    {
      Value arrayLength3 = code.at(15, 31).apply("array_length", firstCorner);
      Value arrayLength4 = code.at(15, 59).apply("array_length", secondCorner);
      Value arrayLength5 = code.at(16, 17).apply("array_length", thirdCorner);
      code.at(13, 7)
          .throwsNew(
              "java.lang.IllegalArgumentException",
              List.of(
                  "a \"triangle\" has three corners, each of them with as many coordinates as the "
                      + "others: ",
                  ", ",
                  " and ",
                  ""),
              arrayLength3,
              arrayLength4,
              arrayLength5);
    }
    {
      code.yields();
    }
    Value arrayLoad10 = code.at(18, 32).apply("array_load", firstCorner, code.int32(0));
    Value arrayLoad11 = code.at(18, 48).apply("array_load", firstCorner, code.int32(1));
    Value hypot = code.at(18, 21).apply("math_hypot_f64_f64", arrayLoad10, arrayLoad11);
    Value arrayLoad12 = code.at(19, 9).apply("array_load", secondCorner, code.int32(0));
    Value arrayLoad13 = code.at(19, 26).apply("array_load", thirdCorner, code.int32(1));
    Value hypot2 = code.at(18, 73).apply("math_hypot_f64_f64", arrayLoad12, arrayLoad13);
    code.at(18, 12).returns(code.apply("math_fma_f64_f64_f64", hypot, weight, hypot2));
    GraphBuilder graph = new GraphBuilder("interpolate");
    graph.declareInput("firstCorner", Graph.Kind.ARGUMENT);
    graph.declareInput("secondCorner", Graph.Kind.ARGUMENT);
    graph.declareInput("thirdCorner", Graph.Kind.ARGUMENT);
    graph.declareOutput("result");
    return graph.build(code.build(ScalarType.FLOAT64));
  }

  /**
   * What the graphs read from a model: its parameters and other fields.
   *
   * @throws IllegalArgumentException if the model is of a subclass, which may override what
   *     the graphs compute
   */
  public static Feeds stateOf(Triangle model) {
    ModelChecks.requireOwnGraphs(model, Triangle.class);
    return Feeds.none();
  }
}
