package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.graph.FunctionBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Value;
import dev.kiln.session.Feeds;
import dev.kiln.spi.ModelChecks;
import dev.kiln.type.ScalarType;

/**
 * The compute methods of {@link Meeting} as graphs.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Meeting"
)
public final class MeetingGraphs {
  private MeetingGraphs() {
  }

  /**
   * The graph of {@code meet}.
   */
  public static Graph meet() {
    FunctionBuilder code = new FunctionBuilder("meet", "Meeting.java");
    Value first = code.parameter("first", ScalarType.INT32);
    Value second = code.parameter("second", ScalarType.INT32);
    code.at(9, 5).loop("loop_1", first, second);
    {
      Value first2 = code.parameter("first");
      Value second2 = code.parameter("second");
      code.at(9, 12).condition(code.apply("less", first2, second2), first2, second2);
    }
    {
      Value first3 = code.parameter("first");
      Value second3 = code.parameter("second");
      Value first4 = code.at(10, 7).apply("first", "add", first3, code.int32(2));
      Value second4 = code.at(11, 7).apply("second", "add", second3, code.int32(1));
      code.yields(first4, second4);
    }
    Value first5 = code.result("first", ScalarType.INT32);
    Value second5 = code.result("second", ScalarType.INT32);
    code.returns(first5);
    GraphBuilder graph = new GraphBuilder("meet");
    graph.declareInput("first", Graph.Kind.ARGUMENT);
    graph.declareInput("second", Graph.Kind.ARGUMENT);
    graph.declareOutput("result");
    return graph.build(code.build(ScalarType.INT32));
  }

  /**
   * What the graphs read from a model: its parameters and other fields.
   *
   * @throws IllegalArgumentException if the model is of a subclass, which may override what
   *     the graphs compute
   */
  public static Feeds stateOf(Meeting model) {
    ModelChecks.requireOwnGraphs(model, Meeting.class);
    return Feeds.none();
  }
}
