package dev.kiln.fuzz;

import dev.kiln.array.NdArray;
import dev.kiln.fuzz.run.Numbers;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Invocation;
import dev.kiln.testkit.run.Observation;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.List;

/** Ways to spoil a value; each gives the value itself where it has no place for that. */
enum Corruption {
  /** The last number, or truth value, is another. */
  NUMBER {
    @Override
    Object of(Object value) {
      if (value instanceof Double number) {
        return number + 0.5 + Math.abs(number);
      }
      if (value instanceof Float number) {
        return number + 0.5f + Math.abs(number);
      }
      if (value instanceof Integer number) {
        return number + 1;
      }
      if (value instanceof Long number) {
        return number + 1;
      }
      if (value instanceof Boolean flag) {
        return !flag;
      }
      if (value instanceof NdArray array && array.dtype().isFloating()) {
        return ((Tensor) of(Tensor.of(array))).array();
      }
      if (value instanceof Tensor tensor && tensor.dtype().isFloating()) {
        List<Double> numbers = Numbers.elements(tensor);
        int last = numbers.size() - 1;
        numbers.set(last, numbers.get(last) + 0.5 + Math.abs(numbers.get(last)));
        return Numbers.like(tensor, numbers.iterator()::next);
      }
      return parts(value);
    }
  },
  /** The numbers of an array, or a tensor, come in another order. */
  ORDER {
    @Override
    Object of(Object value) {
      boolean isVector = value instanceof double[] || value instanceof float[];
      if (isVector || value instanceof Tensor tensor && tensor.dtype().isFloating()) {
        List<Double> numbers = Numbers.elements(value);
        Collections.rotate(numbers, 1);
        return Numbers.like(value, numbers.iterator()::next);
      }
      return parts(value);
    }
  },
  /** An array is another one, with the same numbers. */
  IDENTITY {
    @Override
    Object of(Object value) {
      return value instanceof double[] numbers ? numbers.clone() : parts(value);
    }
  };

  abstract Object of(Object value);

  /** A copy in which the last part that can be spoiled is. */
  final Object parts(Object value) {
    if (value instanceof Record) {
      RecordComponent[] components = value.getClass().getRecordComponents();
      Object[] parts = new Object[components.length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = Invocation.of(components[i].getAccessor(), value);
      }
      for (int i = parts.length - 1; i >= 0; i--) {
        Object spoiled = of(parts[i]);
        if (spoiled != parts[i]) {
          parts[i] = spoiled;
          return Invocation.construct(value.getClass(), parts);
        }
      }
    } else if (value != null && value.getClass().isArray()) {
      int length = Array.getLength(value);
      Object copy = Array.newInstance(value.getClass().getComponentType(), length);
      System.arraycopy(value, 0, copy, 0, length);
      for (int i = length - 1; i >= 0; i--) {
        Object part = Array.get(value, i);
        Object spoiled = of(part);
        boolean isChanged = part instanceof Number ? !spoiled.equals(part) : spoiled != part;
        if (isChanged) {
          Array.set(copy, i, spoiled);
          return copy;
        }
      }
    }
    return value;
  }

  /** Whether a value is another after this. */
  boolean changes(Object value) {
    Observation before = new Observation().value("", value);
    return !new Observation().value("", of(value)).hasValuesOf(before);
  }
}
