package dev.kiln.train;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters as one array of numbers in double precision, in the order of the map. */
final class FlatParameters {
  private final Map<String, NdArray> layout = new LinkedHashMap<>();
  private final int length;

  FlatParameters(Map<String, Tensor> parameters) {
    int sum = 0;
    for (Map.Entry<String, Tensor> each : parameters.entrySet()) {
      NdArray array = each.getValue().array();
      if (!array.dtype().isFloating()) {
        throw new IllegalArgumentException(
            "'" + each.getKey() + "' is not of floating-point numbers: " + array.typeText());
      }
      layout.put(each.getKey(), array);
      sum = Math.addExact(sum, array.shape().elements());
    }
    length = sum;
  }

  /** The numbers of tensors with the same names and types. */
  double[] numbers(Map<String, Tensor> tensors) {
    double[] numbers = new double[length];
    int at = 0;
    for (Map.Entry<String, NdArray> each : layout.entrySet()) {
      Tensor tensor = tensors.get(each.getKey());
      String type = each.getValue().typeText();
      if (tensor == null || !tensor.array().typeText().equals(type)) {
        throw new IllegalArgumentException(
            "for '%s' of type %s there is %s"
                .formatted(
                    each.getKey(), type, tensor == null ? "nothing" : tensor.array().typeText()));
      }
      NdArray array = tensor.array();
      for (int i = 0; i < array.shape().elements(); i++) {
        numbers[at++] = array.dtype() == DType.FLOAT32 ? array.floats()[i] : array.doubles()[i];
      }
    }
    return numbers;
  }

  /** Tensors of the numbers, rounded to float32 where the parameters are. */
  Map<String, Tensor> tensors(double[] numbers) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int at = 0;
    for (Map.Entry<String, NdArray> each : layout.entrySet()) {
      TensorShape shape = each.getValue().shape();
      double[] elements = new double[shape.elements()];
      System.arraycopy(numbers, at, elements, 0, elements.length);
      at += elements.length;
      Tensor tensor = Tensor.of(NdArray.of(shape, elements));
      tensors.put(each.getKey(), tensor.cast(each.getValue().dtype()));
    }
    return tensors;
  }
}
