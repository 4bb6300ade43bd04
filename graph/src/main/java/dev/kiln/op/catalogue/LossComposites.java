package dev.kiln.op.catalogue;

import static dev.kiln.op.catalogue.NeuralComposites.NUMBER;
import static dev.kiln.op.catalogue.NeuralComposites.OPERAND;
import static dev.kiln.op.catalogue.NeuralComposites.attribute;
import static dev.kiln.op.catalogue.NeuralComposites.function;
import static dev.kiln.op.catalogue.NeuralComposites.operands;
import static dev.kiln.op.catalogue.NeuralComposites.withNumber;

import dev.kiln.op.OpDefinition.AttributeSpec;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.neural.Classification;
import dev.kiln.op.neural.Distances;
import java.util.List;

/** Further losses that are composed of operations, a row each. */
final class LossComposites {
  private LossComposites() {}

  private static final String LOSSES = "dev.kiln.nn.Losses";

  /** All of them. */
  static final List<Composite> ALL =
      List.of(
          function(
              LOSSES,
              "crossEntropy",
              (x, a) -> Classification.crossEntropy(x.get(0), x.get(1)),
              operands(2)),
          withNumber(
              LOSSES,
              "crossEntropy",
              (x, a) -> Classification.crossEntropy(x.get(0), x.get(1), x.get(2)),
              2),
          function(
              LOSSES,
              "crossEntropy",
              (x, a) ->
                  Classification.crossEntropy(x.get(0), x.get(1), x.get(2), a.integer("ignored")),
              OPERAND,
              OPERAND,
              OPERAND,
              attribute("ignored", Attribute.Integer.class)),
          weighted(NUMBER),
          weighted(OPERAND),
          function(
              LOSSES,
              "binaryCrossEntropy",
              (x, a) -> Classification.binaryCrossEntropy(x.get(0), x.get(1), x.get(2)),
              operands(3)),
          withNumber(
              LOSSES, "smoothL1", (x, a) -> Distances.smoothL1(x.get(0), x.get(1), x.get(2)), 2),
          function(
              LOSSES,
              "cosineSimilarity",
              (x, a) -> Distances.cosineSimilarity(x.get(0), x.get(1), a.integer("axis")),
              OPERAND,
              OPERAND,
              attribute("axis", Attribute.Integer.class)),
          withNumber(
              LOSSES,
              "cosineEmbedding",
              (x, a) -> Distances.cosineEmbedding(x.get(0), x.get(1), x.get(2), x.get(3)),
              3),
          withNumber(
              LOSSES,
              "triplet",
              (x, a) -> Distances.triplet(x.get(0), x.get(1), x.get(2), x.get(3)),
              3),
          withNumber(
              LOSSES,
              "marginRanking",
              (x, a) -> Distances.marginRanking(x.get(0), x.get(1), x.get(2), x.get(3)),
              3),
          function(
              LOSSES,
              "ctc",
              (x, a) ->
                  Classification.ctc(x.get(0), x.get(1), x.get(2), x.get(3), a.integer("blank")),
              OPERAND,
              OPERAND,
              OPERAND,
              OPERAND,
              attribute("blank", Attribute.Integer.class)),
          function(
              LOSSES,
              "softMargin",
              (x, a) -> Distances.softMargin(x.get(0), x.get(1)),
              operands(2)));

  private static Composite weighted(Spelling.Argument smoothing) {
    return new Composite(
        "crossEntropy",
        List.of(new AttributeSpec("ignored", Attribute.Integer.class)),
        (x, a) ->
            Classification.crossEntropy(
                x.get(0), x.get(1), x.get(2), a.integer("ignored"), x.get(3)),
        List.of(
            new Spelling(
                LOSSES,
                "crossEntropy",
                true,
                List.of(
                    OPERAND,
                    OPERAND,
                    OPERAND,
                    attribute("ignored", Attribute.Integer.class),
                    smoothing))));
  }
}
