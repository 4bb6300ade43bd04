package dev.kiln.op.catalogue;

import dev.kiln.annotation.DType;
import dev.kiln.op.OpDefinition.AttributeSpec;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.neural.AttentionMethods;
import dev.kiln.op.neural.FourierMethods;
import dev.kiln.op.neural.RandomMethods;
import dev.kiln.op.neural.RandomOps;
import dev.kiln.op.neural.RecurrentMethods;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The static methods of {@code dev.kiln.nn} that are composed of operations, a row each. */
final class NeuralComposites {
  private NeuralComposites() {}

  private static final String ATTENTION = "dev.kiln.nn.Attention";
  private static final String RECURRENT = "dev.kiln.nn.Recurrent";
  private static final String FOURIER = "dev.kiln.nn.Fourier";
  static final Spelling.Argument OPERAND = new Spelling.Operand();
  static final Spelling.Argument NUMBER = new Spelling.NumberOperand();
  private static final Spelling.Argument SHAPE =
      new Spelling.VariadicAttribute("dims", Attribute.Dims.class);

  /** All of them. */
  static final List<Composite> ALL =
      List.of(
          function(
              RandomOps.OWNER,
              "split",
              (x, a) -> RandomMethods.split(x.get(0), a.dims("count").get(0)),
              OPERAND,
              attribute("count", Attribute.Dims.class)),
          random("exponential", RandomMethods::exponential),
          random("gumbel", RandomMethods::gumbel),
          function(
              RandomOps.OWNER,
              "integers",
              (x, a) ->
                  RandomMethods.integers(
                      x.get(0), a.integer("low"), a.integer("high"), a.dims("dims")),
              OPERAND,
              attribute("low", Attribute.Integer.class),
              attribute("high", Attribute.Integer.class),
              SHAPE),
          function(
              RandomOps.OWNER,
              "bernoulli",
              (x, a) -> RandomMethods.bernoulli(x.get(0), number(a, "probability"), a.dims("dims")),
              OPERAND,
              attribute("probability", Attribute.Number.class),
              SHAPE),
          function(
              RandomOps.OWNER,
              "bernoulli",
              (x, a) -> RandomMethods.bernoulli(x.get(0), x.get(1)),
              OPERAND,
              OPERAND),
          function(
              RandomOps.OWNER,
              "categorical",
              (x, a) -> RandomMethods.categorical(x.get(0), x.get(1)),
              OPERAND,
              OPERAND),
          withNumber(
              RandomOps.OWNER,
              "dropout",
              (x, a) -> RandomMethods.dropout(x.get(0), x.get(1), x.get(2)),
              2),
          function(
              ATTENTION,
              "scaledDotProduct",
              (x, a) -> AttentionMethods.scaledDotProduct(x.get(0), x.get(1), x.get(2)),
              operands(3)),
          function(
              ATTENTION,
              "scaledDotProduct",
              (x, a) -> AttentionMethods.scaledDotProduct(x.get(0), x.get(1), x.get(2), x.get(3)),
              operands(4)),
          function(
              ATTENTION,
              "causal",
              (x, a) -> AttentionMethods.causal(x.get(0), x.get(1), x.get(2)),
              operands(3)),
          function(
              ATTENTION,
              "splitHeads",
              (x, a) -> AttentionMethods.splitHeads(x.get(0), a.integer("heads")),
              OPERAND,
              attribute("heads", Attribute.Integer.class)),
          function(
              ATTENTION, "mergeHeads", (x, a) -> AttentionMethods.mergeHeads(x.get(0)), OPERAND),
          fourier("fft", FourierMethods::fft),
          fourier("ifft", FourierMethods::ifft),
          fourier("rfft", FourierMethods::rfft),
          function(
              FOURIER,
              "irfft",
              (x, a) -> FourierMethods.irfft(x.get(0), a.integer("size"), a.integer("axis")),
              OPERAND,
              attribute("size", Attribute.Integer.class),
              attribute("axis", Attribute.Integer.class)),
          function(
              FOURIER,
              "multiply",
              (x, a) -> FourierMethods.multiply(x.get(0), x.get(1)),
              operands(2)),
          cell("rnnCell", RecurrentMethods::rnnCell),
          cell("lstmCell", RecurrentMethods::lstmCell),
          cell("gruCell", RecurrentMethods::gruCell));

  private interface Cell {
    Term of(Term x, Term state, RecurrentMethods.Parameters<Term> parameters);
  }

  private interface AlongAxis {
    Term of(Term x, int axis);
  }

  private interface Distribution {
    Term of(Term key, DType dtype, List<Dim> dims);
  }

  static Composite function(
      String owner, String name, Composite.Body body, Spelling.Argument... arguments) {
    return new Composite(
        name,
        attributes(arguments),
        body,
        List.of(new Spelling(owner, name, true, List.of(arguments))));
  }

  /** With a number as the last argument, or with a tensor in its place. */
  static Composite withNumber(String owner, String name, Composite.Body body, int operands) {
    List<Spelling> spellings = new ArrayList<>();
    for (Spelling.Argument last : List.of(NUMBER, OPERAND)) {
      List<Spelling.Argument> arguments = new ArrayList<>(List.of(operands(operands)));
      arguments.add(last);
      spellings.add(new Spelling(owner, name, true, arguments));
    }
    return new Composite(name, List.of(), body, spellings);
  }

  private static Composite random(String name, Distribution body) {
    return new Composite(
        name,
        List.of(
            new AttributeSpec("dtype", Attribute.ElementType.class),
            new AttributeSpec("dims", Attribute.Dims.class)),
        (x, a) -> body.of(x.get(0), a.dtype("dtype"), a.dims("dims")),
        RandomOps.shaped(name));
  }

  private static Composite fourier(String name, AlongAxis body) {
    return function(
        FOURIER,
        name,
        (x, a) -> body.of(x.get(0), a.integer("axis")),
        OPERAND,
        attribute("axis", Attribute.Integer.class));
  }

  private static Composite cell(String name, Cell body) {
    return function(
        RECURRENT,
        name,
        (x, a) ->
            body.of(
                x.get(0),
                x.get(1),
                new RecurrentMethods.Parameters<>(x.get(2), x.get(3), x.get(4), x.get(5))),
        operands(6));
  }

  static Spelling.Argument[] operands(int count) {
    return Collections.nCopies(count, OPERAND).toArray(Spelling.Argument[]::new);
  }

  static Spelling.Argument attribute(String name, Class<? extends Attribute> kind) {
    return new Spelling.AttributeArgument(name, kind);
  }

  static List<AttributeSpec> attributes(Spelling.Argument... arguments) {
    List<AttributeSpec> specs = new ArrayList<>();
    for (Spelling.Argument argument : arguments) {
      if (argument instanceof Spelling.AttributeArgument single) {
        specs.add(new AttributeSpec(single.name(), single.kind()));
      } else if (argument instanceof Spelling.VariadicAttribute rest) {
        specs.add(new AttributeSpec(rest.name(), rest.kind()));
      }
    }
    return specs;
  }

  private static double number(Attributes attributes, String name) {
    Attribute.Number number = (Attribute.Number) attributes.get(name);
    return number.dtype() == DType.INT64 ? number.bits() : Bits.toDouble(number.bits());
  }
}
