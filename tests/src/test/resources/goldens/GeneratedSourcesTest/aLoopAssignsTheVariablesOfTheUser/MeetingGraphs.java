package demo;

import dev.kiln.annotation.DType;
import dev.kiln.annotation.Generated;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.SourcePosition;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.text.TypeParser;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.Catalogue;
import dev.kiln.session.Feeds;
import java.util.List;

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
    GraphBuilder graph = new GraphBuilder("meet");
    Value first = graph.value(graph.input("first", TypeParser.parse("i32"), Graph.Kind.ARGUMENT));
    Value second = graph.value(graph.input("second", TypeParser.parse("i32"), Graph.Kind.ARGUMENT));
    BlockBuilder block = graph.block();
    block.at(new SourcePosition("Meeting.java", 9, 5));
    List<Value> results = block.loop("loop_1", List.of(new BlockBuilder.Slot("first", TypeParser.parse("i32")), new BlockBuilder.Slot("second", TypeParser.parse("i32"))), List.of(first, second),
        (block2, values) -> {
          block2.at(new SourcePosition("Meeting.java", 9, 12));
          Value value = block2.apply("", Catalogue.named("less"), Attributes.NONE, List.of(values.get(0), values.get(1)));
          return new Terminator.Condition(value, List.of(values.get(0), values.get(1)));
        },
        (block3, values2) -> {
          block3.at(new SourcePosition("Meeting.java", 10, 16));
          Value value2 = block3.apply("", Catalogue.named("constant"), Attributes.NONE.with("value", new Attribute.Number(DType.INT32, 2L)), List.of());
          block3.at(new SourcePosition("Meeting.java", 10, 7));
          Value first2 = block3.apply("first", Catalogue.named("add"), Attributes.NONE, List.of(values2.get(0), value2));
          block3.at(new SourcePosition("Meeting.java", 11, 17));
          Value value3 = block3.apply("", Catalogue.named("constant"), Attributes.NONE.with("value", new Attribute.Number(DType.INT32, 1L)), List.of());
          block3.at(new SourcePosition("Meeting.java", 11, 7));
          Value second2 = block3.apply("second", Catalogue.named("add"), Attributes.NONE, List.of(values2.get(1), value3));
          return new Terminator.Yield(List.of(first2, second2));
        });
    return graph.build(List.of("result"), List.of(TypeParser.parse("i32")), new Terminator.Return(List.of(results.get(0))));
  }

  /**
   * What the graphs read from a model: its parameters and other fields.
   */
  public static Feeds stateOf(Meeting model) {
    return Feeds.none();
  }
}
