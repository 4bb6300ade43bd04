package dev.kiln.pass.split;

import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a function keeps numbers that one of its parts computes and another one uses: an array for
 * each element type, with an element for each value.
 */
final class Frame {
  private final Map<ScalarType, Value> arrays = new LinkedHashMap<>();
  private final Map<ScalarType, Integer> sizes = new HashMap<>();
  private final Map<Value, Operation> constants;
  private int nextId;

  /** The place of a number. */
  record Element(Value array, int index) {}

  /**
   * @param nextId from which on the function's ids are free
   * @param constants to which the indices are added
   */
  Frame(int nextId, Map<Value, Operation> constants) {
    this.nextId = nextId;
    this.constants = constants;
  }

  /** A new place for a number. */
  Element add(ScalarType type) {
    Value array =
        arrays.computeIfAbsent(
            type, element -> new Value(nextId++, "saved", new ArrayType(element, 1)));
    return new Element(array, sizes.merge(type, 1, Integer::sum) - 1);
  }

  /** The operations that define {@code value} as what was stored. */
  List<Operation> load(Element element, Value value, SourcePosition position) {
    Operation.Apply index = index(element.index(), position);
    Attributes checked = Attributes.of("checked", new Attribute.Truth(true));
    return List.of(
        index,
        new Operation.Apply(
            ArrayOps.ARRAY_LOAD,
            checked,
            List.of(element.array(), index.result()),
            List.of(value),
            position));
  }

  /** The operations that store {@code value}. */
  List<Operation> store(Element element, Value value, SourcePosition position) {
    Operation.Apply index = index(element.index(), position);
    List<Value> operands = List.of(element.array(), index.result(), value);
    return List.of(
        index,
        new Operation.Apply(ArrayOps.ARRAY_STORE, Attributes.NONE, operands, List.of(), position));
  }

  /** The operations that make the arrays. */
  List<Operation> allocations() {
    List<Operation> all = new ArrayList<>();
    arrays.forEach(
        (element, array) -> {
          Operation.Apply size = index(sizes.get(element), SourcePosition.UNKNOWN);
          all.add(size);
          all.add(
              new Operation.Apply(
                  ArrayOps.ARRAY_NEW,
                  Attributes.of("type", new Attribute.Type(array.type())),
                  List.of(size.result()),
                  List.of(array),
                  SourcePosition.UNKNOWN));
        });
    return all;
  }

  private Operation.Apply index(int number, SourcePosition position) {
    Operation.Apply index =
        new Operation.Apply(
            ConstantOps.CONSTANT,
            Attributes.of("value", new Attribute.Number(ScalarType.INT32.dtype(), number)),
            List.of(),
            List.of(new Value(nextId++, "", ScalarType.INT32)),
            position);
    constants.put(index.result(), index);
    return index;
  }
}
