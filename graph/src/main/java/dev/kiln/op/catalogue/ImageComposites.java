package dev.kiln.op.catalogue;

import static dev.kiln.op.catalogue.NeuralComposites.NUMBER;
import static dev.kiln.op.catalogue.NeuralComposites.OPERAND;
import static dev.kiln.op.catalogue.NeuralComposites.attribute;

import dev.kiln.op.Term;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Convolutions, pooling and normalisations that are composed of operations, a row each. */
final class ImageComposites {
  private ImageComposites() {}

  private static final String[] WINDOW = {"size", "stride", "padding"};
  private static final String[] STRIDE = {"stride", "padding"};
  private static final String[] GROUPED = {"stride", "padding", "dilation", "groups"};
  private static final String[] TRANSPOSED = {
    "stride", "padding", "outputPadding", "dilation", "groups"
  };

  /** All of them. */
  static final List<Composite> ALL =
      List.of(
          filtered(
              "conv1d",
              (x, a) -> x.get(0).conv1d(x.get(1), a.integer("stride"), a.integer("padding")),
              STRIDE),
          filtered(
              "conv1d",
              (x, a) ->
                  x.get(0)
                      .conv1d(
                          x.get(1),
                          a.integer("stride"),
                          a.integer("padding"),
                          a.integer("dilation"),
                          a.integer("groups")),
              GROUPED),
          filtered(
              "conv3d",
              (x, a) -> x.get(0).conv3d(x.get(1), a.integer("stride"), a.integer("padding")),
              STRIDE),
          filtered(
              "conv3d",
              (x, a) ->
                  x.get(0)
                      .conv3d(
                          x.get(1),
                          a.integer("stride"),
                          a.integer("padding"),
                          a.integer("dilation"),
                          a.integer("groups")),
              GROUPED),
          filtered(
              "convTranspose1d",
              (x, a) ->
                  x.get(0).convTranspose1d(x.get(1), a.integer("stride"), a.integer("padding")),
              STRIDE),
          filtered("convTranspose1d", transposed(Term::convTranspose1d), TRANSPOSED),
          filtered(
              "convTranspose2d",
              (x, a) ->
                  x.get(0).convTranspose2d(x.get(1), a.integer("stride"), a.integer("padding")),
              STRIDE),
          filtered("convTranspose2d", transposed(Term::convTranspose2d), TRANSPOSED),
          filtered(
              "convTranspose3d",
              (x, a) ->
                  x.get(0).convTranspose3d(x.get(1), a.integer("stride"), a.integer("padding")),
              STRIDE),
          filtered("convTranspose3d", transposed(Term::convTranspose3d), TRANSPOSED),
          pooling("maxPool1d", Term::maxPool1d),
          pooling("averagePool1d", Term::averagePool1d),
          pooling("maxPool3d", Term::maxPool3d),
          pooling("averagePool3d", Term::averagePool3d),
          method(
              "averagePool2d",
              (x, a) ->
                  x.get(0)
                      .averagePool2d(
                          a.integer("size"),
                          a.integer("stride"),
                          a.integer("padding"),
                          a.truth("countPadding")),
              followed(integers(WINDOW), attribute("countPadding", Attribute.Truth.class))),
          norms(NUMBER),
          norms(OPERAND),
          sized("adaptiveAveragePool2d", Term::adaptiveAveragePool2d),
          sized("adaptiveMaxPool2d", Term::adaptiveMaxPool2d),
          method("globalAveragePool", (x, a) -> x.get(0).globalAveragePool()),
          method("globalMaxPool", (x, a) -> x.get(0).globalMaxPool()),
          method(
              "upsampleNearest2d",
              (x, a) -> x.get(0).upsampleNearest2d(a.integer("factor")),
              integers("factor")),
          method(
              "upsampleBilinear2d",
              (x, a) -> x.get(0).upsampleBilinear2d(a.integer("factor")),
              integers("factor")),
          method(
              "upsampleBicubic2d",
              (x, a) -> x.get(0).upsampleBicubic2d(a.integer("factor")),
              integers("factor")),
          batchNormalization(NUMBER),
          batchNormalization(OPERAND),
          method("channelMean", (x, a) -> x.get(0).channelMean()),
          method("channelVariance", (x, a) -> x.get(0).channelVariance()),
          groupNormalization(NUMBER),
          groupNormalization(OPERAND),
          instanceNormalization(NUMBER),
          instanceNormalization(OPERAND));

  private interface Pooling {
    Term of(Term x, int size, int stride, int padding);
  }

  private interface Sized {
    Term of(Term x, int rows, int columns);
  }

  private interface Transposed {
    Term of(Term x, Term w, int stride, int padding, int more, int dilation, int groups);
  }

  /** A method of tensors with these arguments. */
  static Composite method(String name, Composite.Body body, Spelling.Argument... arguments) {
    return new Composite(
        name,
        NeuralComposites.attributes(arguments),
        body,
        List.of(Spelling.method(name, arguments)));
  }

  private static Composite filtered(String name, Composite.Body body, String... numbers) {
    List<Spelling.Argument> arguments = new ArrayList<>(List.of(OPERAND));
    arguments.addAll(List.of(integers(numbers)));
    return method(name, body, arguments.toArray(Spelling.Argument[]::new));
  }

  private static Composite.Body transposed(Transposed body) {
    return (x, a) ->
        body.of(
            x.get(0),
            x.get(1),
            a.integer("stride"),
            a.integer("padding"),
            a.integer("outputPadding"),
            a.integer("dilation"),
            a.integer("groups"));
  }

  private static Composite pooling(String name, Pooling body) {
    return method(
        name,
        (x, a) -> body.of(x.get(0), a.integer("size"), a.integer("stride"), a.integer("padding")),
        integers(WINDOW));
  }

  private static Composite sized(String name, Sized body) {
    return method(
        name,
        (x, a) -> body.of(x.get(0), a.integer("rows"), a.integer("columns")),
        integers("rows", "columns"));
  }

  private static Composite norms(Spelling.Argument p) {
    return method(
        "lpPool2d",
        (x, a) -> x.get(0).lpPool2d(x.get(1), a.integer("size"), a.integer("stride")),
        p,
        attribute("size", Attribute.Integer.class),
        attribute("stride", Attribute.Integer.class));
  }

  private static Composite batchNormalization(Spelling.Argument epsilon) {
    return method(
        "batchNormalization",
        (x, a) -> x.get(0).batchNormalization(x.get(1), x.get(2), x.get(3)),
        OPERAND,
        OPERAND,
        epsilon);
  }

  private static Composite instanceNormalization(Spelling.Argument epsilon) {
    return method(
        "instanceNormalization",
        (x, a) -> x.get(0).instanceNormalization(x.get(1), x.get(2), x.get(3)),
        OPERAND,
        OPERAND,
        epsilon);
  }

  private static Composite groupNormalization(Spelling.Argument epsilon) {
    return method(
        "groupNormalization",
        (x, a) -> x.get(0).groupNormalization(a.integer("groups"), x.get(1), x.get(2), x.get(3)),
        attribute("groups", Attribute.Integer.class),
        OPERAND,
        OPERAND,
        epsilon);
  }

  private static Spelling.Argument[] integers(String... names) {
    return Arrays.stream(names)
        .map(name -> attribute(name, Attribute.Integer.class))
        .toArray(Spelling.Argument[]::new);
  }

  private static Spelling.Argument[] followed(
      Spelling.Argument[] arguments, Spelling.Argument last) {
    Spelling.Argument[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = last;
    return all;
  }
}
