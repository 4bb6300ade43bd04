package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import dev.kiln.array.NdArray;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Operation;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.nest.ElementCode;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What operations say of the elements of their results holds, for else generated code would give
 * the memory of a tensor away that is still read.
 */
class NewElementsTest {
  static Stream<TensorCase> cases() {
    return Stream.concat(TensorCase.differentiable(), degenerate())
        .filter(NewElementsTest::makesNewElements);
  }

  /** Where the result could be the operand as it is. */
  private static Stream<TensorCase> degenerate() {
    List<TensorCase> cases = new ArrayList<>();
    Tensor x = TensorCase.values(1, 2, 3);
    Tensor single = TensorCase.values(2, 1, 1);
    for (Tensor each : List.of(x, single)) {
      Attributes last = Attributes.of("axis", new Attribute.Integer(1));
      List<Tensor> operand = List.of(each);
      Attribute.Dims none = new Attribute.Dims(List.of(Dim.of(0)));
      Attribute.Dims size = new Attribute.Dims(List.of(Dim.of(each.dim(1))));
      Attribute.Dims shape = new Attribute.Dims(each.dims());
      cases.add(
          new TensorCase(
              LayoutOps.PERMUTE,
              Attributes.of("axes", new Attribute.Integers(List.of(0L, 1L))),
              operand));
      cases.add(new TensorCase(LayoutOps.TRANSPOSE, Attributes.NONE, operand));
      cases.add(new TensorCase(LayoutOps.SUM_TO, Attributes.dims(each.dims()), operand));
      List<Tensor> row = List.of(each.slice(0, 0, 1));
      List<Dim> columns = each.dims().subList(1, 2);
      cases.add(new TensorCase(LayoutOps.SUM_TO, Attributes.dims(columns), row));
      Attributes rows =
          Attributes.of("axes", new Attribute.Integers(List.of(0L)))
              .with("keepDims", new Attribute.Truth(false));
      for (OpDefinition reduction :
          List.of(ReductionOps.SUM, ReductionOps.MEAN, ReductionOps.MAX, ReductionOps.MIN)) {
        cases.add(new TensorCase(reduction, rows, row));
      }
      cases.add(new TensorCase(SliceOps.CONCATENATE, last, operand));
      cases.add(
          new TensorCase(SliceOps.SLICE, last.with("start", none).with("end", size), operand));
      cases.add(
          new TensorCase(
              SliceOps.PLACE_SLICE, last.with("start", none).with("dims", shape), operand));
      cases.add(new TensorCase(ScanOps.FLIP, last, operand));
      cases.add(new TensorCase(SoftmaxOps.SOFTMAX, last, operand));
      cases.add(new TensorCase(SoftmaxOps.LOG_SOFTMAX, last, operand));
      cases.add(
          new TensorCase(
              MatrixOps.MATMUL,
              Attributes.NONE,
              List.of(each, Tensor.ones(each.dtype(), each.dim(1), each.dim(1)))));
      cases.add(
          new TensorCase(
              ElementwiseOps.ADD, Attributes.NONE, List.of(each, Tensor.zeros(each.dtype(), 1))));
      cases.add(
          new TensorCase(
              WhereOps.WHERE, Attributes.NONE, List.of(Tensor.scalar(true), each, each)));
    }
    return cases.stream();
  }

  private static boolean makesNewElements(TensorCase tested) {
    GraphBuilder builder = new GraphBuilder("f");
    List<Term> operands = new ArrayList<>();
    for (Tensor operand : tested.operands()) {
      operands.add(
          builder.input("x" + operands.size(), new TensorType(operand.dtype(), operand.dims())));
    }
    Term result = operands.get(0).apply(tested.operation(), tested.attributes(), operands);
    Graph graph = builder.output("y", result).build();
    List<Operation> operations = graph.entry().body().operations();
    Operation.Apply apply = (Operation.Apply) operations.get(operations.size() - 1);
    return apply.is(Trait.NEW_ELEMENTS)
        || !apply.is(Trait.KEEPS_NUMBER) && ElementCode.of(apply).isPresent();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void newElementsAreThoseOfNoOperand(TensorCase tested) {
    NdArray result = tested.apply(tested.operands()).array();
    for (Tensor operand : tested.operands()) {
      assertNotSame(operand.array().elements(), result.elements());
    }
  }

  @Test
  void manyOperationsAreLookedAt() {
    assertEquals(61, cases().map(TensorCase::operation).distinct().count());
  }

  @Test
  void whatMayShareElementsDoesInSomeCase() {
    Tensor x = TensorCase.values(1, 2, 3);
    for (Tensor shared : List.of(x.reshape(3, 2), x.broadcastTo(2, 3), x.reshape(6))) {
      assertEquals(x.array().elements(), shared.array().elements());
    }
  }
}
