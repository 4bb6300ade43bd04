package dev.kiln.processor.emit.nest;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import dev.kiln.annotation.DType;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.pass.nest.ElementCode;
import dev.kiln.pass.nest.ElementNest;
import dev.kiln.pass.nest.IndexSpace.Access;
import dev.kiln.pass.nest.NestSchedule;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.name.JavaNames;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.statement.Code;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.workspace.WorkspaceAllocation;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the body of a nest.
 *
 * <pre>
 * float[] x = xArray.floats();
 * float[] b = bArray.floats();
 * int length = x.length;
 * float[] result = new float[length];
 * for (int start = 0; start &lt; length; start += b.length) {
 *   System.arraycopy(b, 0, result, start, b.length);
 * }
 * for (int i = 0; i &lt; length; i++) {
 *   float bElement = result[i];
 *   result[i] = Math.max(x[i] + bElement, 0);
 * }
 * return NdArray.of(xArray.shape(), result);
 * </pre>
 *
 * <p>HotSpot makes vector instructions of a loop only if it has the same index in all arrays; so
 * rows that are broadcast are repeated first, in a result where there is one to spare. Where there
 * are kernels, loops and calls of kernels compute {@value #BLOCK} elements at a time, or as many
 * whole rows as fit, in blocks, which operands of loops are copied to.
 */
public final class NestEmitter {
  /** Blocks of so many elements of a few operands fit the cache of the first level. */
  private static final int BLOCK = 1024;

  private static final ClassName RECYCLED = ClassName.get("dev.kiln.array", "RecycledArrays");
  private static final ClassName MATH = ClassName.get(Math.class);

  private final ElementNest nest;
  private final NestSchedule schedule;
  private final WorkspaceAllocation workspace;
  private final NestNames names;
  private final Code out = new Code();
  private final Map<Value, String> parameters = new HashMap<>();
  private final Map<Value, String> elements = new HashMap<>();
  private final List<String> blocks = new ArrayList<>();
  private final Map<Value, String> repeated = new LinkedHashMap<>();
  private final String length;
  private String rows = "";
  private String columns = "";

  /**
   * An emitter of one nest.
   *
   * @param reserved names that no variable takes
   */
  public NestEmitter(ElementNest nest, Set<String> reserved, WorkspaceAllocation workspace) {
    this.nest = nest;
    this.schedule = new NestSchedule(nest);
    this.workspace = workspace;
    Set<String> taken = new HashSet<>(reserved);
    taken.addAll(List.of("i", "start", "row", "first", "at", "from", "count", "step"));
    taken.add(workspace.variable());
    this.names = new NestNames(taken);
    for (Value parameter : nest.parameters().keySet()) {
      elements.put(parameter, names.fresh(parameter.name(), "operand"));
    }
    for (Value parameter : nest.parameters().keySet()) {
      parameters.put(parameter, names.fresh(elements.get(parameter) + "Array", ""));
    }
    this.length = names.fresh("", "length");
  }

  /** The names of the parameters. */
  public List<String> parameterNames() {
    return nest.parameters().keySet().stream().map(parameters::get).toList();
  }

  /** The statements, but for the last, which returns the results. */
  public Code emit() {
    readOperands();
    makeResults();
    if (nest.hasKernels()) {
      runBlocks();
    } else {
      runAll();
    }
    return out;
  }

  /** The results, for the statement that returns them. */
  public List<Expression> results() {
    List<Expression> results = new ArrayList<>();
    for (Value result : nest.results()) {
      JavaText code =
          JavaText.of(
              "$T.of($L.shape(), $L)", JavaTypes.ND_ARRAY, shapeOwner(), elements.get(result));
      results.add(new Expression(code, Precedence.PRIMARY, Expression.OPAQUE, Set.of(), false));
    }
    return results;
  }

  /** The parameter that has the shape of the space. */
  private String shapeOwner() {
    return parameters.get(shaped());
  }

  private Value shaped() {
    return nest.parameters().keySet().stream()
        .filter(each -> ((TensorType) each.type()).dims().equals(nest.space().dims()))
        .findFirst()
        .orElseThrow();
  }

  private void readOperands() {
    out.at(nest.operations().get(0).position());
    nest.parameters()
        .forEach(
            (parameter, access) -> {
              DType dtype = dtype(parameter);
              String array = parameters.get(parameter);
              if (access == Access.NUMBER) {
                out.statement(
                    "$T $L = $L.$L()[0]",
                    JavaTypes.of(dtype),
                    elements.get(parameter),
                    array,
                    JavaNames.plural(dtype));
              } else {
                out.statement(
                    "$T $L = $L.$L()",
                    ArrayTypeName.of(JavaTypes.of(dtype)),
                    elements.get(parameter),
                    array,
                    JavaNames.plural(dtype));
              }
            });
    out.statement("int $L = $L.length", length, elements.get(shaped()));
    if (nest.hasRows()) {
      nameRows();
    }
  }

  /** Variables for how many rows there are, and how long. */
  private void nameRows() {
    Optional<String> row = lengthOf(Access.ROW);
    Optional<String> column = lengthOf(Access.COLUMN);
    rows = names.fresh("", "rows");
    columns = names.fresh("", "columns");
    if (row.isPresent()) {
      out.statement("int $L = $L", columns, row.get());
      if (nest.hasKernels() || column.isPresent()) {
        out.statement("int $L = $L / $T.max(1, $L)", rows, length, MATH, columns);
      }
    } else {
      out.statement("int $L = $L", rows, column.orElseThrow());
      out.statement("int $L = $L / $T.max(1, $L)", columns, length, MATH, rows);
    }
  }

  private Optional<String> lengthOf(Access access) {
    return nest.parameters().entrySet().stream()
        .filter(each -> each.getValue() == access)
        .findFirst()
        .map(each -> elements.get(each.getKey()) + ".length");
  }

  private void makeResults() {
    for (Value result : nest.results()) {
      String name = names.fresh(result.name(), "result");
      elements.put(result, name);
      makeArray(name, result);
    }
  }

  private void runAll() {
    NestSchedule.Loop loop = (NestSchedule.Loop) schedule.steps().get(0);
    repeatRows();
    if (!nest.parameters().containsValue(Access.COLUMN)) {
      loop(out, loop, "0", length);
      return;
    }
    Code inside = new Code();
    inside.statement("int start = row * $L", columns);
    readColumns(inside);
    loop(inside, loop, "start", "start + " + columns);
    out.loop("", JavaText.of("for (int row = 0; row < $L; row++)", rows), inside);
  }

  /** Repeats rows in results, and where these do not suffice, in arrays of their own. */
  private void repeatRows() {
    List<Value> free = new ArrayList<>(nest.results());
    Code inside = new Code();
    nest.parameters()
        .forEach(
            (parameter, access) -> {
              if (access == Access.ROW) {
                Optional<Value> result =
                    free.stream().filter(each -> dtype(each) == dtype(parameter)).findFirst();
                result.ifPresent(free::remove);
                String array = result.map(elements::get).orElseGet(() -> makeRows(parameter));
                copy(inside, elements.get(parameter), "0", array, "start", columns);
                repeated.put(parameter, array);
              }
            });
    if (!repeated.isEmpty()) {
      out.loop(
          "", JavaText.of("for (int start = 0; start < $L; start += $L)", length, columns), inside);
    }
  }

  private String makeRows(Value parameter) {
    String name = names.fresh(elements.get(parameter) + "Rows", "");
    makeArray(name, parameter);
    return name;
  }

  private void makeArray(String name, Value likeElementsOf) {
    DType dtype = dtype(likeElementsOf);
    TypeName type = JavaTypes.of(dtype);
    if (dtype.isFloating()) {
      out.statement(
          "$T $L = $T.$L($L)",
          ArrayTypeName.of(type),
          name,
          RECYCLED,
          JavaNames.plural(dtype),
          length);
    } else {
      out.statement("$T $L = new $T[$L]", ArrayTypeName.of(type), name, type, length);
    }
  }

  /** The elements that belong to a row, as variables, so that the loop over it is a simple one. */
  private void readColumns(Code inside) {
    nest.parameters()
        .forEach(
            (parameter, access) -> {
              if (access == Access.COLUMN) {
                inside.statement(
                    "$T $L = $L[row]",
                    JavaTypes.of(dtype(parameter)),
                    ofRow(parameter),
                    elements.get(parameter));
              }
            });
  }

  private String ofRow(Value column) {
    return elements.get(column) + "OfRow";
  }

  private void runBlocks() {
    if (nest.hasRows()) {
      out.statement(
          "int step = $T.max(1, $T.min($L, $L / $T.max(1, $L)))",
          MATH,
          MATH,
          rows,
          BLOCK,
          MATH,
          columns);
    }
    makeBlocks();
    Code inside = new Code();
    if (nest.hasRows()) {
      inside.statement("int start = first * $L", columns);
      inside.statement("int count = $T.min(step, $L - first) * $L", MATH, rows, columns);
    } else {
      inside.statement("int count = $T.min($L, $L - start)", MATH, BLOCK, length);
    }
    for (Value operand : schedule.copied(Access.WHOLE)) {
      copy(inside, elements.get(operand), "start", block(operand), "0", "count");
    }
    for (NestSchedule.Step step : schedule.steps()) {
      if (step instanceof NestSchedule.Loop loop) {
        loopOfBlock(inside, loop);
      } else if (step instanceof NestSchedule.KernelCall call) {
        callKernel(inside, call.operation());
      }
    }
    for (Value result : schedule.copiedResults()) {
      copy(inside, block(result), "0", elements.get(result), "start", "count");
    }
    out.loop(
        "",
        nest.hasRows()
            ? JavaText.of("for (int first = 0; first < $L; first += step)", rows)
            : JavaText.of("for (int start = 0; start < $L; start += $L)", length, BLOCK),
        inside);
  }

  private void makeBlocks() {
    List<DType> dtypes = schedule.blocks();
    String size = nest.hasRows() ? "step * " + columns : Integer.toString(BLOCK);
    for (int i = 0; i < dtypes.size(); i++) {
      String name = names.fresh("", "block");
      blocks.add(name);
      out.statement(
          "$T $L = $L.$L($L, $L)",
          ArrayTypeName.of(JavaTypes.of(dtypes.get(i))),
          name,
          workspace.variable(),
          JavaNames.plural(dtypes.get(i)),
          workspace.slotOfBlock(nest.function().name(), i),
          size);
    }
    List<Value> copied = schedule.copied(Access.ROW);
    if (!copied.isEmpty()) {
      Code inside = new Code();
      for (Value row : copied) {
        copy(inside, elements.get(row), "0", block(row), "at", columns);
      }
      out.loop("", JavaText.of("for (int at = 0; at < $L; at += $L)", size, columns), inside);
    }
  }

  private static void copy(
      Code out, String from, String fromAt, String to, String toAt, String count) {
    out.statement(
        "$T.arraycopy($L, $L, $L, $L, $L)",
        ClassName.get(System.class),
        from,
        fromAt,
        to,
        toAt,
        count);
  }

  private void loopOfBlock(Code inside, NestSchedule.Loop loop) {
    boolean readsColumns =
        loop.operations().stream()
            .flatMap(each -> each.operands().stream())
            .anyMatch(each -> nest.parameters().get(each) == Access.COLUMN);
    if (!readsColumns) {
      loop(inside, loop, "0", "count");
      return;
    }
    Code ofRow = new Code();
    readColumns(ofRow);
    loop(ofRow, loop, "at", "at + " + columns);
    inside.loop(
        "",
        JavaText.of("for (int at = 0, row = first; at < count; at += $L, row++)", columns),
        ofRow);
  }

  /** {@code for (int i = from; i < bound; i++)}. */
  private void loop(Code around, NestSchedule.Loop loop, String from, String bound) {
    Code body = new Code();
    repeated.forEach((row, array) -> readRow(row, array, body));
    new NestLoop(nest, schedule, this::element, names).write(loop, body);
    around.loop("", JavaText.of("for (int i = $L; i < $L; i++)", from, bound), body);
  }

  /** Before the result that the row is in is written. */
  private void readRow(Value row, String array, Code body) {
    String name = names.fresh(elements.get(row) + "Element", "");
    body.statement("$T $L = $L[i]", JavaTypes.of(dtype(row)), name, array);
    elements.put(row, name);
  }

  /** The element of what is not computed in a loop itself. */
  private Expression element(Value value) {
    Access access = nest.parameters().get(value);
    if (access == Access.NUMBER || repeated.containsKey(value)) {
      return Expression.primary(elements.get(value));
    }
    return Expression.primary(access == Access.COLUMN ? ofRow(value) : array(value) + "[i]");
  }

  private String block(Value value) {
    return blocks.get(schedule.block(value).orElseThrow());
  }

  private String array(Value value) {
    return schedule.block(value).map(blocks::get).orElseGet(() -> elements.get(value));
  }

  private void callKernel(Code inside, Operation.Apply apply) {
    ElementCode.Kernel kernel = (ElementCode.Kernel) ElementCode.of(apply).orElseThrow();
    Value operand = apply.operands().get(0);
    inside.at(apply.position());
    inside.statement(
        "$T.$L.apply($L, $L, $L, $L, count)",
        ClassName.bestGuess(kernel.owner()),
        kernel.field(),
        array(operand),
        schedule.block(operand).isPresent() ? "0" : "start",
        array(apply.result()),
        schedule.block(apply.result()).isPresent() ? "0" : "start");
  }

  private static DType dtype(Value value) {
    return ((TensorType) value.type()).dtype();
  }
}
