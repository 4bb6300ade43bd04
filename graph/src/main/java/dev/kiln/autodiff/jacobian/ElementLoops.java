package dev.kiln.autodiff.jacobian;

import dev.kiln.annotation.DType;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Term;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.SourcePosition;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Code on the elements of scalars and arrays, counted in row-major order, in a graph. Arrays and
 * rows that are null have none: a method may never look at them.
 */
final class ElementLoops {
  /** Code for one element. */
  @FunctionalInterface
  interface Visitor {
    void visit(Term element, Term position);
  }

  private final GraphBuilder graph;

  ElementLoops(GraphBuilder graph) {
    this.graph = graph;
  }

  /** How many elements a scalar or array has. */
  Term count(Term value) {
    if (!(value.type() instanceof ArrayType array)) {
      return integer(1);
    }
    if (array.rank() == 1) {
      return size(value);
    }
    return overRows(value, integer(0), (row, sum) -> sum.add(count(row)));
  }

  /** How many elements the values have together. */
  Term count(List<Term> values) {
    return values.stream().map(this::count).reduce(Term::add).orElseGet(() -> integer(0));
  }

  /**
   * Stores 1 in the element at {@code position}, where there is one.
   *
   * @return the position less the number of elements
   */
  Term place(Term array, Term position) {
    if (((ArrayType) array.type()).rank() > 1) {
      return overRows(array, position, this::place);
    }
    Term length = size(array);
    Term inside =
        position.apply(
            ElementwiseOps.AND,
            Attributes.NONE,
            List.of(position.greaterEqual(integer(0)), position.less(length)));
    Object one = ((ArrayType) array.type()).element().isScalar(DType.FLOAT32) ? 1f : (Object) 1.0;
    when(inside, () -> store(array, position, graph.constant(one)));
    return position.subtract(length);
  }

  /** 1 where {@code position} is 0, else 0. */
  Term unit(Term position, Term like) {
    return position.equalTo(integer(0)).where(like.number(1), like.number(0));
  }

  /**
   * Visits all elements.
   *
   * @param position of the first
   * @return the position after the last
   */
  Term forEach(Term value, Term position, Visitor visitor) {
    if (!(value.type() instanceof ArrayType array)) {
      visitor.visit(value, position);
      return position.add(integer(1));
    }
    if (array.rank() > 1) {
      return overRows(value, position, (row, at) -> forEach(row, at, visitor));
    }
    repeat(
        integer(0),
        size(value),
        1,
        index -> visitor.visit(load(value, index), position.add(index)));
    return position.add(size(value));
  }

  private Term overRows(Term array, Term start, BinaryOperator<Term> step) {
    Term length = size(array);
    return graph
        .whileLoop(
            carried -> carried.get(0).less(length),
            carried ->
                List.of(
                    carried.get(0).add(integer(1)),
                    step.apply(load(array, carried.get(0)), carried.get(1))),
            integer(0),
            start)
        .get(1);
  }

  /** {@code for (int i = from; i < to; i += step) { body }}. */
  void repeat(Term from, Term to, int step, Consumer<Term> body) {
    graph.whileLoop(
        carried -> carried.get(0).less(to),
        carried -> {
          body.accept(carried.get(0));
          return List.of(carried.get(0).add(integer(step)));
        },
        from);
  }

  /** {@code if (condition) { body }}. */
  void when(Term condition, Runnable body) {
    graph.ifElse(
        condition,
        () -> {
          body.run();
          return List.of();
        },
        List::of);
  }

  /** Throws unless a given array has the length that a derivative needs. */
  void requireLength(Term array, Term length, String what) {
    Term actual = length(array);
    graph
        .block()
        .ifElse(
            graph.value(actual.equalTo(length)),
            List.of(),
            (block, none) -> new Terminator.Yield(List.of()),
            (block, none) ->
                new Terminator.Throw(
                    "java.lang.IllegalArgumentException",
                    List.of("expected " + what + " of length ", ", not ", ""),
                    List.of(graph.value(length), graph.value(actual)),
                    SourcePosition.UNKNOWN));
  }

  Term integer(int number) {
    return graph.constant(number);
  }

  /** The length of an array; 0 where it is null. */
  private static Term size(Term array) {
    return array.apply(ArrayOps.ARRAY_SIZE, Attributes.NONE, List.of(array));
  }

  Term length(Term array) {
    return array.apply(ArrayOps.ARRAY_LENGTH, Attributes.NONE, List.of(array));
  }

  Term zerosLike(Term array) {
    return array.apply(ArrayOps.ARRAY_ZEROS_LIKE, Attributes.NONE, List.of(array));
  }

  Term load(Term array, Term index) {
    return array.apply(ArrayOps.ARRAY_LOAD, Attributes.NONE, List.of(array, index));
  }

  void store(Term array, Term index, Term element) {
    perform(ArrayOps.ARRAY_STORE, array, index, element);
  }

  /** Applies an operation without result. */
  void perform(OpDefinition operation, Term... operands) {
    List<Value> values = Stream.of(operands).map(graph::value).toList();
    graph.block().perform(operation, Attributes.NONE, values);
  }

  /** The element as a double. */
  static Term asDouble(Term element) {
    return element.dtype() == DType.FLOAT64 ? element : element.cast(DType.FLOAT64);
  }
}
