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
    Value value = code.at(9, 33).int32(0);
    Value value2 = code.at(9, 21).apply("array_load", firstCorner, value);
    Value value3 = code.at(9, 52).int32(1);
    Value value4 = code.at(9, 39).apply("array_load", secondCorner, value3);
    Value value5 = code.at(9, 69).int32(1);
    Value value6 = code.at(9, 57).apply("array_load", thirdCorner, value5);
    Value value7 = code.at(9, 39).apply("subtract", value4, value6);
    Value value8 = code.at(9, 21).apply("multiply", value2, value7);
    Value value9 = code.at(10, 24).int32(0);
    Value value10 = code.at(10, 11).apply("array_load", secondCorner, value9);
    Value value11 = code.at(10, 42).int32(1);
    Value value12 = code.at(10, 30).apply("array_load", thirdCorner, value11);
    Value value13 = code.at(10, 59).int32(1);
    Value value14 = code.at(10, 47).apply("array_load", firstCorner, value13);
    Value value15 = code.at(10, 30).apply("subtract", value12, value14);
    Value value16 = code.at(10, 11).apply("multiply", value10, value15);
    Value value17 = code.at(9, 21).apply("add", value8, value16);
    Value value18 = code.at(11, 23).int32(0);
    Value value19 = code.at(11, 11).apply("array_load", thirdCorner, value18);
    Value value20 = code.at(11, 41).int32(1);
    Value value21 = code.at(11, 29).apply("array_load", firstCorner, value20);
    Value value22 = code.at(11, 59).int32(1);
    Value value23 = code.at(11, 46).apply("array_load", secondCorner, value22);
    Value value24 = code.at(11, 29).apply("subtract", value21, value23);
    Value value25 = code.at(11, 11).apply("multiply", value19, value24);
    Value weight = code.at(9, 21).apply("weight", "add", value17, value25);
    Value value26 = code.at(12, 9).apply("array_length", firstCorner);
    Value value27 = code.at(12, 31).apply("array_length", secondCorner);
    Value value28 = code.at(12, 9).apply("not_equal", value26, value27);
    code.ifElse(value28);
    {
      Value value29 = code.bool(true);
      code.yields(value29);
    }
    {
      Value value30 = code.at(12, 54).apply("array_length", secondCorner);
      Value value31 = code.at(12, 77).int32(2);
      Value value32 = code.at(12, 54).apply("not_equal", value30, value31);
      code.yields(value32);
    }
    Value value33 = code.result(ScalarType.BOOL);
    code.at(12, 9).ifElse(value33);
    {
      Value value34 = code.bool(true);
      code.yields(value34);
    }
    {
      Value value35 = code.at(12, 82).float64(0.0);
      Value value36 = code.apply("equal", weight, value35);
      code.yields(value36);
    }
    Value value37 = code.result(ScalarType.BOOL);
    code.at(12, 5).ifElse(value37);
    {
      Value value38 = code.at(15, 31).apply("array_length", firstCorner);
      Value value39 = code.at(15, 59).apply("array_length", secondCorner);
      Value value40 = code.at(16, 17).apply("array_length", thirdCorner);
      code.at(13, 7)
          .throwsNew(
              "java.lang.IllegalArgumentException",
              List.of(
                  "a \"triangle\" has three corners, each of them with as many coordinates as the "
                      + "others: ",
                  ", ",
                  " and ",
                  ""),
              value38,
              value39,
              value40);
    }
    {
      code.yields();
    }
    Value value41 = code.at(18, 44).int32(0);
    Value value42 = code.at(18, 32).apply("array_load", firstCorner, value41);
    Value value43 = code.at(18, 60).int32(1);
    Value value44 = code.at(18, 48).apply("array_load", firstCorner, value43);
    Value value45 = code.at(18, 21).apply("math_hypot_f64_f64", value42, value44);
    Value value46 = code.at(19, 22).int32(0);
    Value value47 = code.at(19, 9).apply("array_load", secondCorner, value46);
    Value value48 = code.at(19, 38).int32(1);
    Value value49 = code.at(19, 26).apply("array_load", thirdCorner, value48);
    Value value50 = code.at(18, 73).apply("math_hypot_f64_f64", value47, value49);
    Value value51 = code.at(18, 12).apply("math_fma_f64_f64_f64", value45, weight, value50);
    code.returns(value51);
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
