package dev.kiln.agreement.model;

import static dev.kiln.agreement.Program.types;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Models of different classes in one array or list, and in fields of interfaces. */
public final class ModelSequenceTest extends GradientTable {
  private static final String LAYERS =
      """

      interface Layer {
        Tensor apply(Tensor x);
        default Tensor twice(Tensor x) { return apply(apply(x)); }
      }

      @Model
      class Dense implements Layer {
        @Parameter @Shape(value = "in, out", dtype = DType.FLOAT64) Tensor w;
        @Parameter @Shape(value = "out", dtype = DType.FLOAT64) Tensor b;
        Dense(int in, int out, double first) {
          w = Tensor.arange(DType.FLOAT64, in * out).multiply(0.1).subtract(first).reshape(in, out);
          b = Tensor.ones(DType.FLOAT64, out).multiply(first);
        }
        @Override @Compute @Shape(value = "n, out", dtype = DType.FLOAT64)
        public Tensor apply(@Shape(value = "n, in", dtype = DType.FLOAT64) Tensor x) {
          return x.matmul(w).add(b).tanh();
        }
      }

      @Model
      class Scale implements Layer {
        @Parameter double k;
        Scale(double k) { this.k = k; }
        @Override public Tensor apply(Tensor x) { return x.multiply(k).sin(); }
      }

      @Model
      class Chain implements Layer {
        final Layer[] links;
        Chain(Layer... links) { this.links = links.clone(); }
        @Override public Tensor apply(Tensor x) {
          Tensor y = x;
          for (Layer link : links) { y = link.apply(y); }
          return y;
        }
      }

      @Model
      class Residual implements Layer {
        final Layer inner;
        @Parameter double gain = 0.5;
        Residual(Layer inner) { this.inner = inner; }
        @Override public Tensor apply(Tensor x) { return x.add(inner.apply(x).multiply(gain)); }
      }
      """;

  private static final String WAVES =
      """

      abstract class Wave {
        @Parameter double k;
        Wave(double k) { this.k = k; }
        abstract double at(double x);
        double twice(double x) { return k * at(at(x)); }
      }

      @Model
      class Sine extends Wave {
        Sine(double k) { super(k); }
        @Override double at(double x) { return Math.sin(k * x); }
        double at(int x) { return 1000 * x; }
      }

      @Model
      class Bend extends Wave {
        @Parameter double[] by;
        Bend(double k, double... by) { super(k); this.by = by; }
        @Override double at(double x) { return by[0] * Math.tanh(k * x) + by[1]; }
        @Override double twice(double x) { return super.twice(x) - by[0]; }
      }
      """;

  @Override
  public List<Program> programs() {
    return List.of(
        types(
                "LayersOfDifferentClasses",
                """
                @Model
                class LayersOfDifferentClasses {
                  final Layer[] layers = {new Dense(2, 3, 0.3), new Scale(1.5), new Dense(3, 2, -0.2)};
                  static Tensor applied(Layer[] all, Tensor x) {
                    for (Layer each : all) { x = each.apply(x); }
                    return x;
                  }
                  static Tensor once(Layer layer, Tensor x) { return layer.apply(x); }
                  Layer last() { return layers[layers.length - 1]; }
                  @Compute @Differentiable Tensor f(@Shape(value = "2, 2", dtype = DType.FLOAT64) Tensor x) {
                    Tensor y = x;
                    for (Layer layer : layers) { y = layer.apply(y); }
                    Tensor z = x;
                    for (int i = 0; i < layers.length; i++) { z = layers[i].apply(z); }
                    z = layers[1].twice(z);
                    Layer[] same = layers;
                    Layer first = same[0];
                    Tensor v = last().apply(((Scale) layers[1]).apply(first.apply(x)));
                    double k = ((Scale) layers[1]).k;
                    return y.add(z).add(v.multiply(k)).add(applied(same, x)).sum()
                        .add(once(layers[0], x).add(((Dense) first).b).sum());
                  }
                }
                """
                    + LAYERS)
            .on(doubles(shape(2, 2), 0.5, -1.25, 0.75, 2)),
        types(
                "LayersAndFunctions",
                """
                @Model
                class LayersAndFunctions {
                  double slope = 0.75;
                  final java.util.List<Layer> layers;
                  final Layer bend = Tensor::tanh;
                  LayersAndFunctions() { this(0.3); }
                  LayersAndFunctions(double first) {
                    slope += 0.5;
                    this.layers = java.util.List.of(new Dense(2, 3, first), Tensor::tanh, x -> { Tensor y = x.multiply(slope); return y.add(x.square()); }, new Scale(1.5));
                  }
                  @Compute @Differentiable Tensor f(@Shape(value = "2, 2", dtype = DType.FLOAT64) Tensor x) {
                    Tensor y = x;
                    for (Layer layer : layers) { y = layer.apply(y); }
                    return bend.apply(layers.get(2).apply(y)).sum();
                  }
                }
                """
                    + LAYERS)
            .on(doubles(shape(2, 2), 0.5, -1.25, 0.75, 2)),
        types(
                "LayersOfLayers",
                """
                @Model
                class LayersOfLayers {
                  final Chain net = new Chain(new Dense(2, 3, 0.3), new Residual(new Chain(new Scale(0.5), new Dense(3, 3, 0.1))), new Dense(3, 1, -0.25));
                  final Layer single = new Scale(2.5);
                  @Compute @Differentiable(wrt = {"x", "net", "single"}) Tensor f(@Shape(value = "2, 2", dtype = DType.FLOAT64) Tensor x) {
                    Residual inner = (Residual) net.links[1];
                    return net.apply(single.apply(x)).add(inner.gain).add(((Scale) ((Chain) inner.inner).links[0]).k).sum();
                  }
                }
                """
                    + LAYERS)
            .on(doubles(shape(2, 2), 0.5, -1.25, 0.75, 2)),
        types(
                "ModelsOfAGenericInterface",
                """
                @Model
                class ModelsOfAGenericInterface {
                  final java.util.List<UnaryOperator<Tensor>> layers = java.util.List.of(new Shift(0.5), Tensor::tanh, x -> x.multiply(x));
                  final Law<Tensor, Double> law = new Shift(-2);
                  interface Law<A, B> { A both(A x); }
                  @Compute @Differentiable Tensor f(@Shape(value = "2, 2", dtype = DType.FLOAT64) Tensor x) {
                    Tensor y = x;
                    for (UnaryOperator<Tensor> layer : layers) { y = layer.apply(y); }
                    return layers.get(0).apply(y).add(law.both(x)).sum();
                  }
                }

                @Model
                class Shift implements UnaryOperator<Tensor>, ModelsOfAGenericInterface.Law<Tensor, Double> {
                  @Parameter double k;
                  Shift(double k) { this.k = k; }
                  @Override public Tensor apply(Tensor x) { return x.add(k); }
                  @Override public Tensor both(Tensor x) { return x.multiply(k).sin(); }
                }
                """)
            .on(doubles(shape(2, 2), 0.5, -1.25, 0.75, 2)),
        types(
                "ModelsOfASuperclass",
                """
                @Model
                class ModelsOfASuperclass {
                  final Wave[] waves = {new Sine(0.5), new Bend(-1.25, 0.5, 2), new Sine(0.75)};
                  final Sine sine = new Sine(3);
                  @Compute @Differentiable double f(double x) {
                    double sum = 0;
                    for (Wave wave : waves) { sum += wave.at(x) + wave.twice(sum) * wave.k + wave.at(1); }
                    Wave upcast = sine;
                    Wave[] all = waves;
                    return sum + all[1].at(x) + upcast.at(2) + ((Wave) sine).at(1) + sine.at(3) + ((Bend) waves[1]).by[1] * x;
                  }
                }
                """
                    + WAVES)
            .on(0.4)
            .on(-1.2));
  }
}
