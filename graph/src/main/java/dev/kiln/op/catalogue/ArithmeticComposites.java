package dev.kiln.op.catalogue;

import static dev.kiln.op.catalogue.NeuralComposites.NUMBER;
import static dev.kiln.op.catalogue.NeuralComposites.OPERAND;

import dev.kiln.op.Term;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Spelling;
import java.util.List;
import java.util.function.BinaryOperator;

/** Methods on single elements that are composed of operations, a row each. */
final class ArithmeticComposites {
  private ArithmeticComposites() {}

  /** All of them. */
  static final List<Composite> ALL =
      List.of(
          withNumber("mod", Term::mod),
          withNumber("floorDivide", Term::floorDivide),
          new Composite(
              "trunc", List.of(), (x, a) -> x.get(0).trunc(), List.of(Spelling.method("trunc"))),
          new Composite(
              "bitwiseNot",
              List.of(),
              (x, a) -> x.get(0).bitwiseNot(),
              List.of(Spelling.method("bitwiseNot"))),
          new Composite(
              "xlogy",
              List.of(),
              (x, a) -> x.get(0).xlogy(x.get(1)),
              List.of(Spelling.method("xlogy", OPERAND))),
          new Composite(
              "nanToNum",
              List.of(),
              (x, a) -> x.get(0).nanToNum(x.get(1), x.get(2), x.get(3)),
              List.of(
                  Spelling.method("nanToNum", NUMBER, NUMBER, NUMBER),
                  Spelling.method("nanToNum", OPERAND, OPERAND, OPERAND))),
          new Composite(
              "isClose",
              List.of(),
              (x, a) -> x.get(0).isClose(x.get(1), x.get(2), x.get(3)),
              List.of(
                  Spelling.method("isClose", OPERAND, NUMBER, NUMBER),
                  Spelling.method("isClose", OPERAND, OPERAND, OPERAND))),
          ImageComposites.method(
              "glu",
              (x, a) -> x.get(0).glu(a.integer("axis")),
              NeuralComposites.attribute("axis", Attribute.Integer.class)));

  private static Composite withNumber(String name, BinaryOperator<Term> body) {
    return new Composite(
        name,
        List.of(),
        (x, a) -> body.apply(x.get(0), x.get(1)),
        List.of(Spelling.method(name, OPERAND), Spelling.method(name, NUMBER)));
  }
}
