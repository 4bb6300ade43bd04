package dev.kiln.autodiff.forward;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.BlockTerm;
import dev.kiln.graph.Function;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * The Jacobian-vector product of a function that returns one number: the sum of the products of its
 * gradient, which a vector-Jacobian product gives for the cotangent 1, and the tangents.
 */
final class GradientProduct {
  private GradientProduct() {}

  /** Whether the function has numbers of one type only. */
  static boolean fits(Function vjp, ValueType result) {
    return result instanceof ScalarType
        && vjp.resultTypes().stream()
            .allMatch(
                type ->
                    !type.isFloating() && !(type instanceof ArrayType)
                        || type.equals(result)
                        || type instanceof ArrayType array && array.element().equals(result));
  }

  /**
   * A function that takes what {@code vjp} takes but for the cotangent, then a tangent for each of
   * its results.
   */
  static Function of(String name, Function vjp) {
    ValueSource values = new ValueSource();
    List<Value> given = new ArrayList<>();
    List<Value> parameters = new ArrayList<>();
    int cotangent = vjp.parameters().size() - 1;
    for (Value parameter : vjp.parameters().subList(0, cotangent)) {
      given.add(values.create(parameter.name(), parameter.type()));
    }
    parameters.addAll(given);
    List<Value> tangents = new ArrayList<>();
    vjp.resultTypes().forEach(type -> tangents.add(values.create("tangent", type)));
    parameters.addAll(tangents);
    BlockBuilder body = new BlockBuilder(values, parameters);
    ValueType number = vjp.parameters().get(cotangent).type();
    given.add(BlockTerm.number(body, number, 1));
    List<Slot> slots = vjp.resultTypes().stream().map(type -> new Slot("", type)).toList();
    List<Value> gradient = body.call(vjp.name(), slots, given);
    Value sum = BlockTerm.number(body, number, 0);
    for (int i = 0; i < gradient.size(); i++) {
      if (Activity.isFloating(gradient.get(i))) {
        sum = add(sum, gradient.get(i), tangents.get(i), body);
      }
    }
    return new Function(name, body.build(new Terminator.Return(List.of(sum))), List.of(number));
  }

  private static Value add(Value sum, Value left, Value right, BlockBuilder block) {
    if (!AliasClasses.isReference(left)) {
      Value product = block.apply(ElementwiseOps.MULTIPLY, left, right);
      return block.apply(ElementwiseOps.ADD, sum, product);
    }
    Value length = block.apply(ArrayOps.ARRAY_LENGTH, left);
    List<Slot> slots = List.of(new Slot("i", ScalarType.INT32), new Slot("sum", sum.type()));
    return block
        .loop(
            "product" + left.id(),
            slots,
            List.of(block.constant(ScalarType.INT32, 0), sum),
            (inner, carried) ->
                new Terminator.Condition(
                    inner.apply(ElementwiseOps.LESS, carried.get(0), length), carried),
            (inner, carried) -> {
              Value index = carried.get(0);
              Value next =
                  add(
                      carried.get(1),
                      inner.apply(ArrayOps.ARRAY_LOAD, left, index),
                      inner.apply(ArrayOps.ARRAY_LOAD, right, index),
                      inner);
              Value one = inner.constant(ScalarType.INT32, 1);
              Value after =
                  inner.apply("i", ElementwiseOps.ADD, Attributes.NONE, List.of(index, one));
              return new Terminator.Yield(List.of(after, next));
            })
        .get(1);
  }
}
