package dev.kiln.op.catalogue;

import static dev.kiln.op.catalogue.Composites.AXIS_ARGUMENT;
import static dev.kiln.op.catalogue.Composites.OPERAND;
import static dev.kiln.op.catalogue.Composites.alongAxis;
import static dev.kiln.op.catalogue.Composites.binary;
import static dev.kiln.op.catalogue.Composites.integer;
import static dev.kiln.op.catalogue.Composites.integers;
import static dev.kiln.op.catalogue.Composites.reduction;
import static dev.kiln.op.catalogue.Composites.unary;
import static dev.kiln.op.catalogue.Composites.withNumberLast;

import dev.kiln.annotation.DType;
import dev.kiln.op.Einsum;
import dev.kiln.op.OpDefinition.AttributeSpec;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.scalar.RankZeroOps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** The rows of {@link Composites} that choose, take, put and arrange elements, and factor. */
final class IndexingComposites {
  private IndexingComposites() {}

  private static final Spelling.Argument TRUTH = new Spelling.ScalarOperand(DType.BOOL);
  private static final Spelling.Argument KEEP =
      new Spelling.AttributeArgument("keepDims", Attribute.Truth.class);

  static final List<Composite> ALL =
      List.of(
          withTruth("and", Term::and),
          withTruth("or", Term::or),
          withTruth("xor", Term::xor),
          withTruth("equalTo", Term::equalTo),
          withTruth("notEqualTo", Term::notEqualTo),
          new Composite(
              "where",
              List.of(),
              (x, a) -> x.get(0).where(x.get(1), x.get(2)),
              List.of(
                  Spelling.method("where", OPERAND, new Spelling.NumberOperand(1)),
                  Spelling.method("where", new Spelling.NumberOperand(2), OPERAND))),
          whereOfNumbers(DType.INT64, DType.INT64),
          whereOfNumbers(DType.FLOAT64, DType.FLOAT32),
          keepingAxis("argmax", Term::argmax),
          keepingAxis("argmin", Term::argmin),
          reduction("prod", Term::prod),
          alongAxis("cumProd", Term::cumProd),
          alongAxis("cumMax", Term::cumMax),
          alongAxis("cumMin", Term::cumMin),
          new Composite(
              "cumProd",
              along(truths("exclusive", "reverse")),
              (x, a) ->
                  x.get(0).cumProd(a.integer("axis"), a.truth("exclusive"), a.truth("reverse")),
              List.of(
                  Spelling.method("cumProd", AXIS_ARGUMENT, truth("exclusive"), truth("reverse")))),
          new Composite(
              "sort",
              along(truths("descending")),
              (x, a) -> x.get(0).sort(a.integer("axis"), a.truth("descending")),
              List.of(Spelling.method("sort", AXIS_ARGUMENT, truth("descending")))),
          ofTwoIntegers("topK", "count", "axis", Term::topK),
          ofTwoIntegers("topKIndices", "count", "axis", Term::topKIndices),
          new Composite(
              "slice",
              integers("axis", "start", "end", "step"),
              (x, a) ->
                  x.get(0)
                      .slice(
                          a.integer("axis"),
                          a.integer("start"),
                          a.integer("end"),
                          a.integer("step")),
              List.of(
                  Spelling.method(
                      "slice", AXIS_ARGUMENT, integer("start"), integer("end"), integer("step")))),
          ofTwoIntegers("repeat", "axis", "times", Term::repeat),
          ofTwoIntegers("roll", "axis", "shift", Term::roll),
          new Composite(
              "pad",
              integers("axis", "before", "after"),
              (x, a) ->
                  x.get(0)
                      .pad(a.integer("axis"), a.integer("before"), a.integer("after"), x.get(1)),
              withNumberLast("pad", AXIS_ARGUMENT, integer("before"), integer("after"))),
          new Composite(
              "pad",
              joined(
                  integers("axis", "before", "after"),
                  List.of(new AttributeSpec("mode", Attribute.Text.class))),
              (x, a) ->
                  x.get(0)
                      .pad(
                          a.integer("axis"),
                          a.integer("before"),
                          a.integer("after"),
                          a.text("mode")),
              List.of(
                  Spelling.method(
                      "pad",
                      AXIS_ARGUMENT,
                      integer("before"),
                      integer("after"),
                      new Spelling.AttributeArgument("mode", Attribute.Text.class)))),
          binary("expandAs", Term::expandAs),
          unary("diagEmbed", Term::diagEmbed),
          new Composite(
              "unfold",
              integers("axis", "size", "step"),
              (x, a) -> x.get(0).unfold(a.integer("axis"), a.integer("size"), a.integer("step")),
              List.of(Spelling.method("unfold", AXIS_ARGUMENT, integer("size"), integer("step")))),
          ofBlocks("spaceToDepth", Term::spaceToDepth),
          ofBlocks("depthToSpace", Term::depthToSpace),
          new Composite(
              "gatherElements",
              List.of(Composites.AXIS),
              (x, a) -> x.get(0).gatherElements(a.integer("axis"), x.get(1)),
              List.of(Spelling.method("gatherElements", AXIS_ARGUMENT, OPERAND))),
          binary("gatherNd", Term::gatherNd),
          scatter("scatter", Term::scatter),
          scatter("scatterAdd", Term::scatterAdd),
          scatterNd("scatterNd", Term::scatterNd),
          scatterNd("scatterNdAdd", Term::scatterNdAdd),
          binary("embedding", Term::embedding),
          unary("singularValues", Term::singularValues),
          unary("matrixRank", Term::matrixRank),
          unary("conditionNumber", Term::conditionNumber),
          unary("qrR", Term::qrR),
          binary("lstsq", Term::lstsq),
          new Composite(
              "einsum",
              List.of(new AttributeSpec("equation", Attribute.Text.class)),
              (x, a) -> Einsum.of(a.text("equation"), x),
              List.of(
                  new Spelling(
                      Spelling.TENSOR,
                      "einsum",
                      true,
                      List.of(
                          new Spelling.AttributeArgument("equation", Attribute.Text.class),
                          new Spelling.Operands())))));

  private interface TwoIntegers {
    Term of(Term operand, int first, int second);
  }

  private interface Scatter {
    Term of(Term operand, int axis, Term indices, Term updates);
  }

  private interface ScatterNd {
    Term of(Term operand, Term indices, Term updates);
  }

  private interface KeepingAxis {
    Term of(Term operand, boolean keepDims, int axis);
  }

  /** With a truth value of Java. */
  private static Composite withTruth(String name, BinaryOperator<Term> body) {
    return new Composite(
        name,
        List.of(),
        (x, a) -> body.apply(x.get(0), tensor(x.get(1))),
        List.of(Spelling.method(name, TRUTH)));
  }

  private static Composite whereOfNumbers(DType given, DType result) {
    Spelling.Argument number = new Spelling.ScalarOperand(given);
    return new Composite(
        "where",
        List.of(),
        (x, a) -> x.get(0).where(tensor(x.get(1)).cast(result), tensor(x.get(2)).cast(result)),
        List.of(Spelling.method("where", number, number)));
  }

  private static Term tensor(Term scalar) {
    return scalar.apply(RankZeroOps.TENSOR_OF_SCALAR, Attributes.NONE, List.of(scalar));
  }

  private static Composite keepingAxis(String name, KeepingAxis body) {
    return new Composite(
        name,
        along(truths("keepDims")),
        (x, a) -> body.of(x.get(0), a.truth("keepDims"), a.integer("axis")),
        List.of(Spelling.method(name, KEEP, AXIS_ARGUMENT)));
  }

  private static Composite ofTwoIntegers(
      String name, String first, String second, TwoIntegers body) {
    return new Composite(
        name,
        integers(first, second),
        (x, a) -> body.of(x.get(0), a.integer(first), a.integer(second)),
        List.of(Spelling.method(name, integer(first), integer(second))));
  }

  private static Composite ofBlocks(String name, Composites.AlongAxis body) {
    return new Composite(
        name,
        integers("size"),
        (x, a) -> body.of(x.get(0), a.integer("size")),
        List.of(Spelling.method(name, integer("size"))));
  }

  private static Composite scatter(String name, Scatter body) {
    return new Composite(
        name,
        List.of(Composites.AXIS),
        (x, a) -> body.of(x.get(0), a.integer("axis"), x.get(1), x.get(2)),
        List.of(Spelling.method(name, AXIS_ARGUMENT, OPERAND, OPERAND)));
  }

  private static Composite scatterNd(String name, ScatterNd body) {
    return new Composite(
        name,
        List.of(),
        (x, a) -> body.of(x.get(0), x.get(1), x.get(2)),
        List.of(Spelling.method(name, OPERAND, OPERAND)));
  }

  private static List<AttributeSpec> along(List<AttributeSpec> more) {
    return joined(List.of(Composites.AXIS), more);
  }

  private static List<AttributeSpec> truths(String... names) {
    return java.util.Arrays.stream(names)
        .map(name -> new AttributeSpec(name, Attribute.Truth.class))
        .toList();
  }

  private static Spelling.Argument truth(String name) {
    return new Spelling.AttributeArgument(name, Attribute.Truth.class);
  }

  private static List<AttributeSpec> joined(List<AttributeSpec> first, List<AttributeSpec> rest) {
    List<AttributeSpec> all = new ArrayList<>(first);
    all.addAll(rest);
    return all;
  }
}
