package dev.kiln.train;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a model in arrays of the optimiser's own, which its loops change in place. A
 * step makes no arrays; where somebody has set a parameter to another tensor, it is copied first.
 */
final class OwnedArrays {
  /** A parameter, what the rule keeps of it, and a place for the gradient with weight decay. */
  private record Owned(Tensor tensor, float[] w, float[][] slots, float[] scratch) {}

  private final UpdateLoop loop;
  private final List<String> slotNames;
  private final float coupledDecay;
  private final double decoupledDecay;
  private final Map<String, Owned> owned = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, List<Tensor>> restored = new LinkedHashMap<>();

  OwnedArrays(UpdateLoop loop, List<String> slotNames, double coupledDecay, double decoupledDecay) {
    this.loop = loop;
    this.slotNames = slotNames;
    this.coupledDecay = (float) coupledDecay;
    this.decoupledDecay = decoupledDecay;
  }

  /** The parameters after a step; always the same map, as long as the names are the same. */
  Map<String, Tensor> step(
      Map<String, Tensor> parameters, Map<String, Tensor> gradients, double rate, long step) {
    if (!tensors.keySet().equals(parameters.keySet())) {
      tensors.clear();
    }
    for (Map.Entry<String, Tensor> each : parameters.entrySet()) {
      String name = each.getKey();
      Tensor gradient = gradients.get(name);
      if (gradient == null) {
        tensors.put(name, each.getValue());
        continue;
      }
      Owned mine = owned.get(name);
      if (mine == null || mine.tensor != each.getValue()) {
        mine = taken(name, each.getValue(), mine == null ? earlier(name) : mine.slots);
      }
      update(mine, gradient.array().floats(), rate, step);
      tensors.put(name, mine.tensor);
    }
    return tensors;
  }

  private void update(Owned mine, float[] gradient, double rate, long step) {
    float[] g = gradient;
    if (coupledDecay != 0) {
      g = mine.scratch;
      for (int i = 0; i < g.length; i++) {
        g[i] = gradient[i] + mine.w[i] * coupledDecay;
      }
    }
    if (decoupledDecay != 0) {
      float factor = (float) (1 - rate * decoupledDecay);
      for (int i = 0; i < g.length; i++) {
        mine.w[i] *= factor;
      }
    }
    loop.update(mine.w, g, mine.slots, rate, step);
  }

  /** What an earlier run kept of a parameter, or null. */
  private float[][] earlier(String name) {
    List<Tensor> kept = restored.remove(name);
    return kept == null
        ? null
        : kept.stream().map(each -> each.array().floats().clone()).toArray(float[][]::new);
  }

  private Owned taken(String name, Tensor parameter, float[][] slots) {
    NdArray array = parameter.array();
    if (array.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "in place are parameters of float32 alone; '" + name + "' is " + array.typeText());
    }
    float[] w = array.floats().clone();
    Owned mine =
        new Owned(
            Tensor.of(NdArray.of(array.shape(), w)),
            w,
            slots == null ? new float[slotNames.size()][w.length] : slots,
            coupledDecay == 0 ? null : new float[w.length]);
    owned.put(name, mine);
    return mine;
  }

  /** Copies of what the rule keeps, by parameter. */
  Map<String, List<Tensor>> slots() {
    Map<String, List<Tensor>> all = new LinkedHashMap<>(restored);
    owned.forEach(
        (name, mine) -> {
          List<Tensor> kept = new ArrayList<>();
          for (float[] slot : mine.slots) {
            kept.add(Tensor.of(NdArray.of(mine.tensor.array().shape(), slot.clone())));
          }
          all.put(name, kept);
        });
    return all;
  }

  /** Goes on with what an earlier run kept. */
  void restore(Map<String, List<Tensor>> slots) {
    owned.clear();
    tensors.clear();
    restored.clear();
    restored.putAll(slots);
  }
}
