package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.SourcePosition;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.text.TypeParser;
import dev.kiln.op.Attributes;
import dev.kiln.op.Catalogue;
import dev.kiln.session.Feeds;
import java.util.List;

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
    Value x = graph.value(graph.input("x", TypeParser.parse("f32[batch, 4]"), Graph.Kind.ARGUMENT));
    Value w = graph.value(graph.input("w", TypeParser.parse("f32[4, 3]"), Graph.Kind.PARAMETER));
    Value b = graph.value(graph.input("b", TypeParser.parse("f32[3]"), Graph.Kind.PARAMETER));
    BlockBuilder block = graph.block();
    block.at(new SourcePosition("Layer.java", 13, 12));
    Value value = block.apply("", Catalogue.named("matmul"), Attributes.NONE, List.of(x, w));
    Value value2 = block.apply("", Catalogue.named("add"), Attributes.NONE, List.of(value, b));
    return graph.build(List.of("result"), List.of(TypeParser.parse("f32[batch, 3]")), new Terminator.Return(List.of(value2)));
  }

  /**
   * What the graphs read from a model: its parameters and other fields.
   */
  public static Feeds stateOf(Layer model) {
    return Feeds.none()
            .and("w", model.w)
            .and("b", model.b);
  }
}
