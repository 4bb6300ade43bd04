package dev.kiln.train;

import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A model as a {@link Trainer} sees it, by the methods that Kiln generated for it. */
public interface Trainable {
  /** The parameters, by name. */
  Map<String, Tensor> parameters();

  /** Replaces parameters. */
  void set(Map<String, Tensor> parameters);

  /**
   * The loss of a batch and its derivatives.
   *
   * @param key another one for each batch, for dropout and other random numbers
   */
  Slope slope(Dataset batch, Tensor key);

  /**
   * A loss with its derivatives.
   *
   * @param loss the mean loss of the examples
   * @param gradients derivatives with respect to parameters, by name
   * @param updates parameters that get these values after the step, such as the running statistics
   *     of a batch normalisation
   */
  record Slope(double loss, Map<String, Tensor> gradients, Map<String, Tensor> updates) {
    /** A loss that updates nothing. */
    public Slope(Tensor loss, Map<String, Tensor> gradients) {
      this(loss.toDouble(), gradients, Map.of());
    }

    /** The loss that plain code computes, and what a tape finds for all parameters. */
    public static Slope taped(Map<String, Tensor> parameters, Supplier<Tensor> loss) {
      try (Tape tape = Tape.open()) {
        Tensor value = loss.get();
        List<Tensor> slopes = tape.gradient(value, parameters.values().toArray(new Tensor[0]));
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        int i = 0;
        for (String name : parameters.keySet()) {
          gradients.put(name, slopes.get(i++));
        }
        return new Slope(value, gradients);
      }
    }
  }

  /**
   * A model whose derivatives are those of a generated method:
   *
   * <pre>{@code
   * Trainable.of(
   *     () -> BlobsParameters.get(model),
   *     next -> BlobsParameters.set(model, next),
   *     (batch, key) -> {
   *       CompiledBlobs.LossGradient slope = model.lossGradient(batch.x(), batch.y());
   *       return new Trainable.Slope(slope.value(), slope.gradients());
   *     })
   * }</pre>
   */
  static Trainable of(
      Supplier<Map<String, Tensor>> get,
      Consumer<Map<String, Tensor>> set,
      BiFunction<Dataset, Tensor, Slope> slope) {
    return new Trainable() {
      @Override
      public Map<String, Tensor> parameters() {
        return get.get();
      }

      @Override
      public void set(Map<String, Tensor> parameters) {
        set.accept(parameters);
      }

      @Override
      public Slope slope(Dataset batch, Tensor key) {
        return slope.apply(batch, key);
      }
    };
  }

  /** A plain model in eager mode, whose derivatives with respect to all parameters a tape finds. */
  static Trainable taped(
      Supplier<Map<String, Tensor>> get,
      Consumer<Map<String, Tensor>> set,
      BiFunction<Dataset, Tensor, Tensor> loss) {
    return of(get, set, (batch, key) -> Slope.taped(get.get(), () -> loss.apply(batch, key)));
  }
}
