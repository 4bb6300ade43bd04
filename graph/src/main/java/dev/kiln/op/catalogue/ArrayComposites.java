package dev.kiln.op.catalogue;

import static dev.kiln.op.catalogue.NeuralComposites.attribute;
import static dev.kiln.op.catalogue.NeuralComposites.attributes;

import dev.kiln.op.SeveralResults;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.List;

/** The methods that return arrays of tensors, a row each. */
final class ArrayComposites {
  private ArrayComposites() {}

  /** Each part is an operation, and code for it. */
  private static final int MOST_PARTS = 1000;

  private static final Spelling.Argument AXIS = attribute("axis", Attribute.Integer.class);

  /** All of them. */
  static final List<ArrayComposite> ALL =
      List.of(
          method(
              "split",
              (x, a) -> {
                int size = a.integer("size");
                String sizes = "name the sizes, as in split(new int[] {2, x.dim(0) - 2}, 0)";
                requireFew("split", x, a, Math.max(1, size), sizes);
                return SeveralResults.split(x, size, a.integer("axis"));
              },
              attribute("size", Attribute.Integer.class),
              AXIS),
          method(
              "split",
              (x, a) -> SeveralResults.split(x, a.dims("sizes"), a.integer("axis")),
              new Spelling.VariadicAttribute("sizes", Attribute.Dims.class),
              AXIS),
          method(
              "chunk",
              (x, a) -> {
                int count = a.integer("count");
                requireAtMost("chunk", count);
                if (count > 0 && !isMultiple(x, a, count)) {
                  String multiple = "or a multiple, as in @Shape(\"" + count + "*n\")";
                  requireKnown("chunk", x, a, multiple);
                }
                return SeveralResults.chunk(x, count, a.integer("axis"));
              },
              attribute("count", Attribute.Integer.class),
              AXIS),
          method(
              "unbind",
              (x, a) -> {
                requireFew("unbind", x, a, 1, "write a loop with x.get(i) or x.narrow(axis, i, 1)");
                return SeveralResults.unbind(x, a.integer("axis"));
              },
              AXIS),
          new ArrayComposite(
              "meshgrid",
              List.of(),
              (x, a) -> SeveralResults.meshgrid(x),
              List.of(
                  new Spelling(
                      Spelling.TENSOR, "meshgrid", true, List.of(new Spelling.Operands())))));

  private interface Body {
    List<Term> of(Term operand, Attributes attributes);
  }

  private static ArrayComposite method(String name, Body body, Spelling.Argument... arguments) {
    return new ArrayComposite(
        name,
        attributes(arguments),
        (x, a) -> body.of(x.get(0), a),
        List.of(Spelling.method(name, arguments)));
  }

  private static void requireFew(
      String method, Term operand, Attributes attributes, int size, String instead) {
    requireKnown(method, operand, attributes, "or " + instead);
    Dim whole = whole(operand, attributes);
    if (whole != null) {
      requireAtMost(method, (whole.constant().orElse(0) - 1) / size + 1);
    }
  }

  private static void requireAtMost(String method, long count) {
    if (count > MOST_PARTS) {
      throw new TypeMismatchException(
          0, method + ": " + count + " parts are more than " + MOST_PARTS + "; use one tensor");
    }
  }

  private static void requireKnown(
      String method, Term operand, Attributes attributes, String instead) {
    Dim whole = whole(operand, attributes);
    if (whole != null && whole.constant().isEmpty()) {
      throw new TypeMismatchException(
          0,
          method
              + ": how many parts there are is known only if the size of the axis is, not "
              + whole
              + "; give it a number in @Shape, "
              + instead);
    }
  }

  private static boolean isMultiple(Term operand, Attributes attributes, int count) {
    Dim whole = whole(operand, attributes);
    return whole != null && whole.dividedBy(Dim.of(count)).isPresent();
  }

  /** The size along the axis; null where there is no such axis, which the method itself says. */
  private static Dim whole(Term operand, Attributes attributes) {
    int axis = attributes.integer("axis");
    int at = axis < 0 ? axis + operand.rank() : axis;
    return at < 0 || at >= operand.rank() ? null : operand.dims().get(at);
  }
}
