package dev.kiln.pass.loop;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.InnerLoopOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.analysis.loop.InnerLoop;
import dev.kiln.pass.copy.GraphCopier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Has kernels run the first iterations of inner loops that vectors make faster; the loop itself
 * follows and runs the iterations that are left. So a loop that stops with an exception does so as
 * before.
 *
 * <p>Exact, but for sums of adjoints, whose order is free. Sessions and generated code both run
 * what this pass makes of a graph, and so get the same bits.
 */
public final class InnerLoopKernels extends GraphCopier {
  private final Set<Value> ones = new HashSet<>();

  private InnerLoopKernels() {}

  /** The graph with kernels. It cannot be differentiated any more. */
  public static Graph run(Graph graph) {
    return graph
        .withEntry(new InnerLoopKernels().copy(graph.entry()))
        .withFunctions(
            graph.functions().stream().map(f -> new InnerLoopKernels().copy(f)).toList());
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    if (InnerLoop.isOne(apply)) {
      ones.add(apply.result());
    }
    super.copyApply(apply, target);
  }

  @Override
  protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
    Optional<InnerLoop> inner = InnerLoop.of(loop, ones);
    List<Value> initial = new ArrayList<>(lookup(loop.operands()));
    inner.ifPresent(each -> runFirstIterations(each, loop, initial, target));
    copyLoop(loop, initial, target);
  }

  /** Moves the initial values of the loop on to those of the first iteration that is left. */
  private void runFirstIterations(
      InnerLoop inner, Operation.Loop loop, List<Value> initial, BlockBuilder target) {
    Value start = initial.get(inner.counter());
    Value iterations = target.apply(ElementwiseOps.SUBTRACT, bound(inner, loop, target), start);
    List<Value> y = new ArrayList<>();
    inner.axpy().ifPresent(axpy -> y.addAll(first(axpy.y(), start, target)));
    Value done;
    if (inner.dot().isEmpty()) {
      InnerLoop.Axpy axpy = inner.axpy().orElseThrow();
      List<Value> operands = new ArrayList<>(y);
      operands.addAll(first(axpy.x(), start, target));
      operands.add(single(axpy.factor()));
      operands.add(iterations);
      done = target.apply("", InnerLoopOps.AXPY, Attributes.NONE, operands);
    } else {
      InnerLoop.Dot dot = inner.dot().get();
      List<Value> x = first(dot.x(), start, target);
      List<Value> z = first(dot.z(), start, target);
      List<Value> checked = new ArrayList<>(y);
      checked.addAll(x);
      checked.addAll(z);
      checked.add(iterations);
      done =
          target.apply(
              "",
              y.isEmpty() ? InnerLoopOps.DOT_ITERATIONS : InnerLoopOps.AXPY_DOT_ITERATIONS,
              Attributes.NONE,
              checked);
      List<Value> operands = new ArrayList<>(y);
      operands.addAll(x);
      inner.axpy().ifPresent(axpy -> operands.add(single(axpy.factor())));
      operands.addAll(z);
      operands.add(initial.get(dot.sum()));
      operands.add(done);
      Value sum =
          target.apply(
              loop.results().get(dot.sum()).name(),
              y.isEmpty() ? InnerLoopOps.DOT : InnerLoopOps.AXPY_DOT,
              Attributes.NONE,
              operands);
      initial.set(dot.sum(), sum);
    }
    String name = loop.results().get(inner.counter()).name();
    initial.set(
        inner.counter(),
        target.apply(name, ElementwiseOps.ADD, Attributes.NONE, List.of(start, done)));
  }

  private Value bound(InnerLoop inner, Operation.Loop loop, BlockBuilder target) {
    for (Operation operation : loop.condition().operations()) {
      if (operation.results().contains(inner.bound())) {
        return target.apply(ArrayOps.ARRAY_LENGTH, single(operation.operands().get(0)));
      }
    }
    return single(inner.bound());
  }

  /** The array and the index of its first element. */
  private List<Value> first(InnerLoop.Element element, Value start, BlockBuilder target) {
    InnerLoop.Index index = element.index();
    Value at = start;
    if (index.operation().isPresent()) {
      Value offset = single(index.offset().orElseThrow());
      at =
          index.offsetFirst()
              ? target.apply(index.operation().get(), offset, start)
              : target.apply(index.operation().get(), start, offset);
    }
    return List.of(single(element.array()), at);
  }
}
