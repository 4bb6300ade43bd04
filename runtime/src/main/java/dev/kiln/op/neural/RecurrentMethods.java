package dev.kiln.op.neural;

import dev.kiln.op.Operand;
import dev.kiln.op.ShapeMethods;
import dev.kiln.op.SliceOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.List;

/** Recurrent cells, composed of operations; {@code dev.kiln.nn.Recurrent} describes them. */
public final class RecurrentMethods {
  private RecurrentMethods() {}

  /**
   * The parameters of a cell.
   *
   * @param weights of the input, {@code [gates hidden, features]}
   * @param recurrent of the state, {@code [gates hidden, hidden]}
   * @param bias of the input, {@code [gates hidden]}
   * @param recurrentBias of the state, {@code [gates hidden]}
   */
  public record Parameters<T extends Operand<T>>(T weights, T recurrent, T bias, T recurrentBias) {
    private T ofInput(T x) {
      return x.matmul(weights.transpose()).add(bias);
    }

    private T ofState(T hidden) {
      return hidden.matmul(recurrent.transpose()).add(recurrentBias);
    }
  }

  /** {@code tanh(W x + b + R h + c)}. */
  public static <T extends Operand<T>> T rnnCell(T x, T hidden, Parameters<T> parameters) {
    require("rnnCell", 1, hidden, parameters);
    return parameters.ofInput(x).add(parameters.ofState(hidden)).tanh();
  }

  /** The next hidden and cell state, as the given ones. */
  public static <T extends Operand<T>> T lstmCell(T x, T state, Parameters<T> parameters) {
    if (state.rank() < 2 || !state.dims().get(0).equals(Dim.of(2))) {
      throw new TypeMismatchException(
          1, "lstmCell expects a state of shape [2, .., hidden], not " + state.dims());
    }
    T hidden = state.slice(0, 0, 1).squeeze(0);
    T cell = state.slice(0, 1, 2).squeeze(0);
    require("lstmCell", 4, hidden, parameters);
    T gates = parameters.ofInput(x).add(parameters.ofState(hidden));
    T kept = part(gates, 1, 4).sigmoid().multiply(cell);
    T next = part(gates, 0, 4).sigmoid().multiply(part(gates, 2, 4).tanh()).add(kept);
    return ShapeMethods.stack(0, List.of(part(gates, 3, 4).sigmoid().multiply(next.tanh()), next));
  }

  /** The next hidden state. */
  public static <T extends Operand<T>> T gruCell(T x, T hidden, Parameters<T> parameters) {
    require("gruCell", 3, hidden, parameters);
    T input = parameters.ofInput(x);
    T recurrent = parameters.ofState(hidden);
    T reset = part(input, 0, 3).add(part(recurrent, 0, 3)).sigmoid();
    T update = part(input, 1, 3).add(part(recurrent, 1, 3)).sigmoid();
    T fresh = part(input, 2, 3).add(reset.multiply(part(recurrent, 2, 3))).tanh();
    return fresh.add(update.multiply(hidden.subtract(fresh)));
  }

  /** One of equal parts of the last dimension. */
  private static <T extends Operand<T>> T part(T gates, int index, int count) {
    Dim size = gates.dims().get(gates.rank() - 1).dividedBy(Dim.of(count)).orElseThrow();
    return gates.apply(
        SliceOps.SLICE,
        Attributes.axis(-1)
            .with("start", new Attribute.Dims(List.of(size.times(Dim.of(index)))))
            .with("end", new Attribute.Dims(List.of(size.times(Dim.of(index + 1L))))),
        List.of(gates));
  }

  private static <T extends Operand<T>> void require(
      String method, int gates, T hidden, Parameters<T> parameters) {
    List<Dim> weights = parameters.weights().dims();
    List<Dim> recurrent = parameters.recurrent().dims();
    boolean fits =
        hidden.rank() > 0
            && weights.size() == 2
            && recurrent.size() == 2
            && weights.get(0).equals(recurrent.get(0))
            && recurrent.get(0).equals(recurrent.get(1).times(Dim.of(gates)))
            && recurrent.get(1).equals(hidden.dims().get(hidden.rank() - 1));
    if (!fits) {
      String rows = gates == 1 ? "hidden" : gates + " hidden";
      throw new TypeMismatchException(
          2,
          method
              + (" of a state " + hidden.dims() + " expects weights [" + rows)
              + (", features] and [" + rows + ", hidden], not " + weights + " and ")
              + recurrent);
    }
  }
}
