package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.catalogue.RecordComposite;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/operations.md} is the catalogue as a table. With {@code -Dgoldens.update=true} the
 * test writes the file instead.
 */
class OperationsReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "operations.md");

  private static final String SUMS =
      "floats in double, rounded once; the last dimensions first, more than 15 numbers in eight"
          + " lanes, others row by row";
  private static final String PRODUCTS =
      "one `Math.fma` after the other along the inner dimension, from 0, in the operands' dtype";
  private static final String ALONG_AXIS = "in double, along the axis, rounded once";

  private static final String EXPONENTIALS =
      "exponentials in the operand's dtype, summed in double as `sum` sums the last dimension";

  /** Sums of floating-point numbers have one order, in all modes; the kernels state it too. */
  private static final Map<String, String> ORDERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("sum", SUMS),
              Map.entry("mean", SUMS + ", then divided"),
              Map.entry("sum_to", SUMS),
              Map.entry("matmul", PRODUCTS),
              Map.entry("matmul_transposed", "as `matmul`"),
              Map.entry("mean_squared_error", "as `mean`"),
              Map.entry("cum_sum", ALONG_AXIS),
              Map.entry("conv_2d", "as `matmul`, by channel, row and column of the filter"),
              Map.entry("conv_2d_images", "as `matmul`, by filter, row and column of the filter"),
              Map.entry("conv_2d_filters", "as `matmul`, by image, row and column of the result"),
              Map.entry("softmax", EXPONENTIALS),
              Map.entry("log_softmax", EXPONENTIALS),
              Map.entry("softmax_cross_entropy", EXPONENTIALS)));

  private static final String HEAD =
      """
      # Operations

      The table lists all operations of the catalogue (`dev.kiln.op.catalogue.Catalogue`).
      `OperationsReferenceTest` generates this page from the catalogue.
      [Operations by example](operations-by-example.md) has the names in ONNX, and an example of each method.

      - **Operands**: the number of operands and, for an operation without attributes, the dtypes that
        it supports, as scalars and as tensors of one shape; then the attributes. If the result has
        another dtype, it follows after an arrow. Shape rules that depend on attributes are in the
        Javadoc.
      - **Derivative**: `rule` (in both modes), `zero`, `shadows` (for arrays: the operation is repeated
        on the arrays that hold the adjoints or tangents), or the reason why there is none.
      - **Order**: the order in which floating-point numbers are summed, which is the same in all modes and
        does not depend on the number of [threads](guide.md#several-threads).
      - **Java**: the expression that means the operation in a model. Operators are those of Java.

      | Operation | Operands | Derivative | Order | Java |
      |---|---|---|---|---|
      """;

  private static final String COMPOSITES =
      """

      ## Methods that are composed of operations

      These methods are a few operations each; a graph has the operations in their place, from which types,
      derivatives and the order of sums follow. Their formulas and sources are in the Javadoc of
      `dev.kiln.op` and of the classes of `dev.kiln.nn`. A number among the arguments may also be a tensor.

      | Method | Java |
      |---|---|
      """;

  private static final String RECORDS =
      """

      ## Methods with several results

      These methods return a record of tensors. They are composed as those above, and a graph takes the record
      apart; what its components share is computed once.

      | Method | Java | Record |
      |---|---|---|
      """;

  private static final String ARRAYS =
      """

      ## Methods that return arrays

      These methods return a `Tensor[]`, of which it must be known at compile time in models how many elements
      it has. They are composed as those above.

      | Method | Java |
      |---|---|
      """;

  @Test
  void theReferenceIsTheCatalogue() throws IOException {
    String expected =
        Catalogue.all().stream()
                .map(OperationsReferenceTest::row)
                .collect(Collectors.joining("\n", HEAD, "\n"))
            + Catalogue.composites().stream()
                .map(each -> row(each.name(), each.spellings()))
                .collect(Collectors.joining("\n", COMPOSITES, "\n"))
            + Catalogue.recordComposites().stream()
                .map(OperationsReferenceTest::row)
                .collect(Collectors.joining("\n", RECORDS, "\n"))
            + Catalogue.arrayComposites().stream()
                .map(each -> row(each.name(), each.spellings()))
                .collect(Collectors.joining("\n", ARRAYS, "\n"));
    if (Boolean.getBoolean("goldens.update")) {
      Files.writeString(REFERENCE, expected);
    }
    assertEquals(expected, Files.readString(REFERENCE).replace("\r\n", "\n"));
  }

  @Test
  void ordersBelongToOperations() {
    List<String> names = Catalogue.all().stream().map(OpDefinition::name).toList();
    assertTrue(names.containsAll(ORDERS.keySet()), ORDERS.keySet()::toString);
  }

  private static String row(OpDefinition operation) {
    return List.of(
            "`" + operation.name() + "`",
            operands(operation),
            derivative(operation.derivative()),
            ORDERS.getOrDefault(operation.name(), ""),
            operation.spellings().stream()
                .map(each -> "`" + spelling(each) + "`")
                .distinct()
                .collect(Collectors.joining(", ")))
        .stream()
        .collect(Collectors.joining(" | ", "| ", " |"))
        .replaceAll(" +", " ");
  }

  private static String row(String composed, List<Spelling> spellings) {
    String calls =
        spellings.stream()
            .map(each -> "`" + spelling(each) + "(" + arguments(each) + ")`")
            .distinct()
            .collect(Collectors.joining(", "));
    return "| `" + composed + "` | " + calls + " |";
  }

  private static String row(RecordComposite composite) {
    Spelling spelling = composite.spellings().get(0);
    String record = composite.record().getSimpleName() + composite.components();
    String call = spelling(spelling) + "(" + arguments(spelling) + ")";
    return "| `" + composite.name() + "` | `" + call + "` | `" + record + "` |";
  }

  private static String arguments(Spelling spelling) {
    return spelling.arguments().stream()
        .map(OperationsReferenceTest::argument)
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String argument(Spelling.Argument argument) {
    if (argument instanceof Spelling.AttributeArgument attribute) {
      return attribute.name();
    }
    if (argument instanceof Spelling.VariadicAttribute attribute) {
      return attribute.name() + "..";
    }
    if (argument instanceof Spelling.NumberOperand) {
      return "number";
    }
    return argument instanceof Spelling.FixedAttribute ? "" : "tensor";
  }

  private static String operands(OpDefinition operation) {
    String count =
        operation.arity() == OpDefinition.VARIADIC ? "any" : Integer.toString(operation.arity());
    String attributes =
        operation.attributes().stream()
            .map(
                each ->
                    "`"
                        + each.name()
                        + "`: "
                        + each.kind().getSimpleName()
                        + (each.isOptional() ? " (may be left out)" : ""))
            .collect(Collectors.joining(", "));
    String scalars = accepted(operation, ScalarType::of);
    String tensors = accepted(operation, d -> TensorType.of(d, Dim.named("m"), Dim.named("n")));
    return count
        + (scalars.isEmpty() ? "" : "; scalars " + scalars)
        + (tensors.isEmpty() ? "" : "; tensors " + tensors)
        + (attributes.isEmpty() ? "" : "; " + attributes);
  }

  /** The dtypes that the operation's own type rule takes for all operands. */
  private static String accepted(OpDefinition operation, Function<DType, ValueType> type) {
    if (operation.arity() < 1 || !operation.attributes().isEmpty()) {
      return "";
    }
    StringBuilder accepted = new StringBuilder();
    for (DType dtype : DType.values()) {
      ValueType operand = type.apply(dtype);
      try {
        operation
            .resultType(Attributes.NONE, Collections.nCopies(operation.arity(), operand))
            .ifPresent(
                result ->
                    accepted
                        .append(' ')
                        .append(dtype.text())
                        .append(result.equals(operand) ? "" : "→" + text(result)));
      } catch (TypeMismatchException e) {
        // not on this dtype
      }
    }
    return accepted.toString().strip();
  }

  /** The dtype alone where the shape is the operands' own. */
  private static String text(ValueType result) {
    return result.toString().replace("[m, n]", "");
  }

  private static String derivative(Derivative derivative) {
    if (derivative instanceof Derivative.Zero) {
      return "zero";
    }
    if (derivative instanceof Derivative.OnShadows) {
      return "shadows";
    }
    if (derivative instanceof Derivative.None none) {
      return (none.forwardOnShadows() ? "only forward: " : "none: ") + none.reason();
    }
    return "rule";
  }

  private static String spelling(Spelling spelling) {
    String owner = spelling.owner().substring(spelling.owner().lastIndexOf('.') + 1);
    return (spelling.isStatic() ? owner + "." : "tensor.") + spelling.method();
  }
}
