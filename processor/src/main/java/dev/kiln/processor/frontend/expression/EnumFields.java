package dev.kiln.processor.frontend.expression;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Branch;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Joining;
import dev.kiln.processor.frontend.name.StaticFields;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.type.Enums;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Reads final fields of enum constants, such as {@code unit.factor}: a choice by the ordinal
 * between constants, where the source tells them, or between inputs of the graph, which generated
 * code reads at the beginning of each call, as {@code Unit.METRE.factor}.
 */
final class EnumFields {
  private final Context context;
  private final OpenBlock block;
  private final Function<ModelField, Value> inputs;

  /**
   * Reads at one place.
   *
   * @param inputs the values of what generated code reads
   */
  EnumFields(Context context, Function<ModelField, Value> inputs) {
    this.context = context;
    this.block = context.block();
    this.inputs = inputs;
  }

  /** The field of the constant with an ordinal. */
  Value read(Tree tree, Value ordinal, VariableElement field) {
    TypeElement element = (TypeElement) field.getEnclosingElement();
    if (!field.getModifiers().contains(Modifier.FINAL)) {
      String what = "the field " + field.getSimpleName() + ", which may change";
      throw block.refuse(tree, Code.EXPRESSION, what, "make it final");
    }
    Optional<List<Object>> known =
        EnumConstants.of(context.program(), element).flatMap(each -> each.values(field));
    if (known.isPresent()) {
      return choice(
          tree, ordinal, 0, known.get(), (inner, value) -> constant(inner, tree, field, value));
    }
    StaticFields fields =
        new StaticFields(context.program().sources().elements(), context.program().members());
    List<Value> read = new ArrayList<>();
    for (VariableElement constant : Enums.constants(element)) {
      read.add(inputs.apply(fields.require(tree, constant, field, context.site())));
    }
    return choice(tree, ordinal, 0, read, (inner, value) -> value);
  }

  private static Value constant(OpenBlock block, Tree tree, VariableElement field, Object value) {
    ValueType type = PlainTypes.primitive(field.asType().getKind());
    Value number = block.constant(tree, (ScalarType) CodedType.decoded(type), value);
    return type instanceof CodedType coded
        ? new Conversions(block).coded(tree, number, coded)
        : number;
  }

  private <T> Value choice(
      Tree tree, Value ordinal, int from, List<T> all, BiFunction<OpenBlock, T, Value> value) {
    return choice(block, tree, ordinal, from, all, value);
  }

  private static <T> Value choice(
      OpenBlock block,
      Tree tree,
      Value ordinal,
      int from,
      List<T> all,
      BiFunction<OpenBlock, T, Value> value) {
    if (from == all.size() - 1) {
      return value.apply(block, all.get(from));
    }
    Value code = block.constant(tree, ScalarType.INT32, from);
    Value isIt = block.apply(tree, ElementwiseOps.EQUAL, ordinal, code);
    OpenBlock first = block.nested(List.of());
    OpenBlock others = block.nested(List.of());
    Branch then = Branch.of(first, value.apply(first, all.get(from)));
    Branch otherwise = Branch.of(others, choice(others, tree, ordinal, from + 1, all, value));
    return new Joining(block).join(tree, isIt, then, otherwise, Set.of()).value();
  }
}
