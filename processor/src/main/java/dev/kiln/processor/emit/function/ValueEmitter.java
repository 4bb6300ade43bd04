package dev.kiln.processor.emit.function;

import com.palantir.javapoet.TypeName;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.op.definition.Trait;
import dev.kiln.processor.emit.expression.CompoundAssignment;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.expression.Literals;
import dev.kiln.processor.emit.expression.Narrowing;
import dev.kiln.processor.emit.expression.Templates;
import dev.kiln.processor.emit.model.NestedModels;
import dev.kiln.processor.emit.name.JavaNames;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.text.StringLiterals;
import dev.kiln.processor.emit.workspace.WorkspaceAllocation;
import dev.kiln.session.Exceptions;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.StackType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Emits single operations, by the emission of their definitions. */
public final class ValueEmitter {
  private final Map<Attribute.Array, String> tensorConstants = new LinkedHashMap<>();
  private final Map<String, String> functionNames = new LinkedHashMap<>();
  private final Map<String, List<String>> functionSizes = new LinkedHashMap<>();
  private final Set<String> fields;

  /**
   * @param fields names that constants must not have
   */
  public ValueEmitter(Set<String> fields) {
    this.fields = Set.copyOf(fields);
  }

  /** The tensors that the class needs as constants, by name. */
  public Map<Attribute.Array, String> tensorConstants() {
    return tensorConstants;
  }

  /**
   * Says which method a function of the graph has become.
   *
   * @param sizes the variables with sizes that it takes behind its operands
   */
  public void nameFunction(String function, String method, List<String> sizes) {
    functionNames.put(function, method);
    functionSizes.put(function, sizes);
  }

  /** The variables with sizes that a function takes behind its operands. */
  public List<String> functionSizes(String function) {
    return functionSizes.get(function);
  }

  /** The method that a function of the graph has become. */
  public String functionName(String function) {
    return functionNames.get(function);
  }

  /** An operation without result. */
  JavaText statement(
      Operation.Apply apply, List<Expression> operands, WorkspaceAllocation workspace) {
    if (apply.definition() == CheckOps.REQUIRE_DISTINCT_ROWS) {
      return distinctRows(apply, operands, workspace);
    }
    if (apply.is(Trait.RECYCLING)) {
      return JavaText.of("$L.recycle($L)", workspace.variable(), operands.get(0).code());
    }
    if (apply.is(Trait.STORE)
        && ((ArrayType) apply.operands().get(0).type()).component() instanceof CodedType coded) {
      return JavaText.of(
          "$L[$L] = $L",
          operands.get(0).within(Precedence.PRIMARY),
          operands.get(1).code(),
          Narrowing.assigned(operands.get(2), coded));
    }
    if (apply.is(Trait.STORE)) {
      JavaText element =
          JavaText.of("$L[$L]", operands.get(0).within(Precedence.PRIMARY), operands.get(1).code());
      boolean isSteady = !operands.get(0).effectful() && !operands.get(1).effectful();
      if (isSteady) {
        return CompoundAssignment.of(element.text(), operands.get(2));
      }
    }
    Emission.Statement template = (Emission.Statement) apply.definition().emission();
    return Templates.statement(template, apply.attributes(), operands);
  }

  /** {@code new DistinctArrays().rowsApart("m", m, 2, 1).apart("x", x, 1, 0).require("f")}. */
  private static JavaText distinctRows(
      Operation.Apply apply, List<Expression> operands, WorkspaceAllocation workspace) {
    JavaText.Builder code = JavaText.builder().add(workspace.distinctArrays(apply));
    code.indent().indent();
    List<ValueType> types = apply.operands().stream().map(Value::type).toList();
    List<CheckOps.DistinctRows> arrays = CheckOps.DistinctRows.of(apply.attributes(), types);
    for (int i = 0; i < arrays.size(); i++) {
      CheckOps.DistinctRows each = arrays.get(i);
      String method =
          switch (each.sharing()) {
            case ROWS_APART -> "rowsApart";
            case APART -> "apart";
            case BESIDE -> "beside";
          };
      code.add(
          "\n.$L($S, $L, $L, $L)",
          method,
          each.path(),
          operands.get(i).code(),
          each.rank(),
          each.written());
    }
    code.add("\n.require($S)", apply.attributes().text("method"));
    return code.unindent().unindent().build();
  }

  /**
   * Whether an operation that does not check sizes relies on a check in front of it: what a slice
   * or an element came from has room for it, and a size such as {@code n - 2} is not negative.
   */
  private static boolean needsCheckedSizes(Operation.Apply apply) {
    return apply.is(Trait.NEEDS_ROOM)
        || hasDifference(apply.result())
        || apply.operands().stream().anyMatch(ValueEmitter::hasDifference);
  }

  private static boolean hasDifference(Value value) {
    return value.type() instanceof TensorType tensor
        && tensor.dims().stream()
            .anyMatch(dim -> dim.terms().values().stream().anyMatch(factor -> factor < 0));
  }

  /** An operation with a result. */
  Expression expression(Operation.Apply apply, List<Expression> operands) {
    Emission emission = apply.definition().emission();
    boolean effectful = apply.definition().effect() != Effect.PURE || needsCheckedSizes(apply);
    boolean onTensors =
        apply.result().type() instanceof TensorType
            || apply.operands().stream().anyMatch(v -> v.type() instanceof TensorType);
    if (emission instanceof Emission.Elementwise both) {
      emission = onTensors ? both.tensor() : both.scalar();
    }
    if (emission instanceof Emission.Expression template) {
      JavaText type = JavaText.of("$T", JavaTypes.of(apply.result().type()));
      return Templates.expression(
          template, apply.attributes(), type, operands, areWhole(apply), effectful);
    }
    if (emission instanceof Emission.Call call) {
      List<JavaText> arguments = operands.stream().map(Expression::code).toList();
      JavaText code = Templates.call(call, apply.attributes(), arguments);
      return Templates.combined(code, Precedence.PRIMARY, operands, effectful);
    }
    if (emission instanceof Emission.VariadicCall call) {
      List<JavaText> arguments = operands.stream().map(Expression::code).toList();
      JavaText code = Templates.call(call, apply.attributes(), arguments);
      return Templates.combined(code, Precedence.PRIMARY, operands, effectful);
    }
    return special(apply, operands);
  }

  private static boolean areWhole(Operation.Apply apply) {
    return apply.operands().stream()
        .allMatch(each -> each.type() instanceof ScalarType scalar && scalar.dtype().isInteger());
  }

  private Expression special(Operation.Apply apply, List<Expression> operands) {
    if (apply.result().type() instanceof StackType) {
      TypeName type = JavaTypes.of(apply.result().type());
      return new Expression(
          JavaText.of("new $T($L)", type, StringLiterals.of(apply.attributes().text("purpose"))),
          Precedence.UNARY,
          Expression.OPAQUE,
          Set.of(),
          true);
    }
    if (apply.is(Trait.SIZED)) {
      return newArray((ArrayType) apply.result().type(), operands);
    }
    throw new IllegalArgumentException("cannot emit " + apply.definition());
  }

  /** {@code new double[n][m][]}. */
  private static Expression newArray(ArrayType type, List<Expression> sizes) {
    JavaText.Builder code = JavaText.builder().add("new $T", JavaTypes.of(type.element()));
    for (int i = 0; i < type.rank(); i++) {
      if (i < sizes.size()) {
        code.add("[$L]", sizes.get(i).code());
      } else {
        code.add("[]");
      }
    }
    return Templates.combined(code.build(), Precedence.UNARY, sizes, true);
  }

  /** Constants, undefined values and the status of assertions need no variable. */
  static boolean isFree(Operation operation) {
    return operation instanceof Operation.Apply apply && apply.is(Trait.FREE);
  }

  /** A constant, written at each use. */
  Expression free(Operation.Apply apply) {
    Optional<Attribute.Number> number = apply.number();
    if (number.isPresent()) {
      return Literals.of(number.get().dtype(), number.get().bits());
    }
    if (apply.is(Trait.LITERAL)) {
      Attribute.Array array = (Attribute.Array) apply.attributes().get("value");
      return Expression.primary(tensorConstants.computeIfAbsent(array, key -> freshConstant()));
    }
    return undefined(apply.result());
  }

  private String freshConstant() {
    String name = "CONSTANT_" + (tensorConstants.size() + 1);
    while (fields.contains(name)) {
      name += "_";
    }
    return name;
  }

  private static Expression undefined(Value value) {
    return value.type() instanceof ScalarType scalar
        ? Literals.of(scalar.dtype(), 0)
        : Expression.primary("null");
  }

  JavaText call(Operation.Call call, List<Expression> operands) {
    List<JavaText> arguments = new ArrayList<>();
    operands.forEach(operand -> arguments.add(operand.code()));
    functionSizes(call.function()).forEach(size -> arguments.add(JavaText.of("$L", size)));
    return JavaText.of(
        "$L($L)", functionNames.get(call.function()), JavaText.join(arguments, ", "));
  }

  /** The record that a function with several results returns. */
  public String resultRecord(String function) {
    return resultRecordOf(functionNames.get(function));
  }

  /**
   * The record that a method for a function with several results returns.
   *
   * @param method its name, perhaps with that of a nested class in front of it
   */
  public static String resultRecordOf(String method) {
    return JavaNames.capitalised(method.substring(method.indexOf('.') + 1)) + "Result";
  }

  JavaText exception(Terminator.Throw exception, List<Expression> operands) {
    TypeName type = JavaTypes.named(exception.exception());
    JavaText made = JavaText.of("new $T($L)", type, Messages.of(exception, operands));
    return Exceptions.areKnown(exception.exception())
        ? made
        : JavaText.of("$T.thrown($L)", NestedModels.CHECKS, made);
  }

  /** {@code assert condition : detail}. */
  static JavaText assertion(
      Expression condition, Terminator.Throw error, List<Expression> operands) {
    JavaText detail =
        error.message().equals(List.of("", "")) && error.forms().isEmpty()
            ? operands.get(0).code()
            : Messages.of(error, operands);
    return detail.isEmpty()
        ? JavaText.of("assert $L", condition.code())
        : JavaText.of("assert $L : $L", condition.code(), detail);
  }
}
