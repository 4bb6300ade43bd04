package dev.kiln.agreement;

import dev.kiln.array.NdArray;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Columns;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A place that holds an input of a graph: an argument, a part of one, or a field of the model. */
public interface Slot {
  Object get();

  void set(Object value);

  /** The place of the input called {@code path}. */
  static Slot of(String path, Object model, Method method, Object[] arguments) {
    String[] parts = path.split("\\.");
    for (int i = 0; i < arguments.length; i++) {
      if (method.getParameters()[i].getName().equals(parts[0])) {
        return part(new InArray(arguments, i), parts);
      }
    }
    Slot slot = new InField(model, Reflection.field(model.getClass(), parts[0]));
    for (int i = 1; i < parts.length; i++) {
      Object holder = slot.get();
      if (holder instanceof List<?> list) {
        slot = new InArray(list.toArray(), Integer.parseInt(parts[i]));
        continue;
      }
      if (holder instanceof Object[] array) {
        slot = new InArray(array, Integer.parseInt(parts[i]));
        continue;
      }
      slot = new InField(holder, Reflection.field(holder.getClass(), parts[i]));
    }
    return slot;
  }

  private static Slot part(Slot whole, String[] parts) {
    Slot slot = whole;
    for (int i = 1; i < parts.length; i++) {
      if (slot.get() != null && Columns.isRecordArray(slot.get().getClass())) {
        return new InElements(slot, Arrays.copyOfRange(parts, i, parts.length));
      }
      slot = new InRecord(slot, parts[i]);
    }
    return slot;
  }

  /** Adds to one of the numbers, counted as {@link #elements} does. */
  default void move(int element, double by) {
    Object value = get();
    if (value instanceof Double number) {
      set(number + by);
    } else if (value instanceof Float number) {
      set((float) (number + by));
    } else if (value instanceof Tensor tensor) {
      double[] moved = elements(tensor).stream().mapToDouble(each -> each).toArray();
      moved[element] += by;
      set(Tensor.of(NdArray.of(tensor.shape(), moved)).cast(tensor.dtype()));
    } else {
      moveInArray(value, new int[] {element}, by);
    }
  }

  private static void moveInArray(Object array, int[] left, double by) {
    if (array == null) {
      return;
    }
    for (int i = 0; i < Array.getLength(array) && left[0] >= 0; i++) {
      if (array instanceof Object[] rows) {
        moveInArray(rows[i], left, by);
      } else if (left[0]-- == 0) {
        moveElement(array, i, by);
      }
    }
  }

  private static void moveElement(Object array, int index, double by) {
    if (array instanceof float[] floats) {
      floats[index] += (float) by;
    } else {
      ((double[]) array)[index] += by;
    }
  }

  /** All numbers of a number, tensor or array, in row-major order; null has none. */
  static List<Double> elements(Object value) {
    List<Double> elements = new ArrayList<>();
    collect(value instanceof Tensor tensor ? numbers(tensor) : value, elements);
    return elements;
  }

  private static void collect(Object value, List<Double> elements) {
    if (value instanceof Number number) {
      elements.add(number.doubleValue());
      return;
    }
    if (value == null) {
      return;
    }
    for (int i = 0; i < Array.getLength(value); i++) {
      collect(Array.get(value, i), elements);
    }
  }

  private static Object numbers(Tensor tensor) {
    return switch (tensor.dtype()) {
      case FLOAT32 -> tensor.toFloatArray();
      case FLOAT64 -> tensor.toDoubleArray();
      default -> throw new AssertionError("no derivative has type " + tensor.dtype());
    };
  }

  /** Whether finite differences are precise enough; null has no elements. */
  static boolean isDouble(Object value) {
    return value == null
        || value instanceof Double
        || value instanceof Tensor tensor && tensor.dtype() == dev.kiln.annotation.DType.FLOAT64
        || value.getClass().getName().endsWith("[D");
  }

  /** An element of an array of objects. */
  record InArray(Object[] array, int index) implements Slot {
    @Override
    public Object get() {
      return array[index];
    }

    @Override
    public void set(Object value) {
      array[index] = value;
    }
  }

  /** A field of an object. */
  record InField(Object holder, Field field) implements Slot {
    @Override
    public Object get() {
      return Reflection.read(field, holder);
    }

    @Override
    public void set(Object value) {
      Reflection.write(field, holder, value);
    }
  }

  /** A component of a record in another place. */
  record InRecord(Slot whole, String component) implements Slot {
    @Override
    public Object get() {
      return Reflection.call(whole.get().getClass(), whole.get(), component);
    }

    @Override
    public void set(Object value) {
      Object record = whole.get();
      List<Object> components = Reflection.components(record);
      RecordComponent[] all = record.getClass().getRecordComponents();
      for (int i = 0; i < all.length; i++) {
        if (all[i].getName().equals(component)) {
          components.set(i, value);
        }
      }
      whole.set(Reflection.construct(record.getClass(), components.toArray()));
    }
  }

  /** A component of all elements of an array of records. */
  record InElements(Slot whole, String[] parts) implements Slot {
    @Override
    public Object get() {
      Object array = whole.get();
      int length = Array.getLength(array);
      Class<?> type = type(array.getClass().getComponentType(), 0);
      Object column = Array.newInstance(type, length);
      for (int i = 0; i < length; i++) {
        if (Array.get(array, i) != null) {
          Array.set(column, i, element(array, i).get());
        }
      }
      return column;
    }

    private Class<?> type(Class<?> whole, int part) {
      if (part == parts.length) {
        return whole;
      }
      if (whole.isArray()) {
        return type(whole.getComponentType(), part).arrayType();
      }
      for (RecordComponent component : whole.getRecordComponents()) {
        if (component.getName().equals(parts[part])) {
          return type(component.getType(), part + 1);
        }
      }
      throw new AssertionError(whole + " has no component " + parts[part]);
    }

    private Slot element(Object array, int index) {
      String[] path = new String[parts.length + 1];
      System.arraycopy(parts, 0, path, 1, parts.length);
      return part(new InArray((Object[]) array, index), path);
    }

    @Override
    public void set(Object value) {
      throw new UnsupportedOperationException("elements are set one by one");
    }

    @Override
    public void move(int element, double by) {
      Object array = whole.get();
      int left = element;
      for (int i = 0; i < Array.getLength(array); i++) {
        int count = Array.get(array, i) == null ? 1 : elements(element(array, i).get()).size();
        if (left < count) {
          if (Array.get(array, i) != null) {
            element(array, i).move(left, by);
          }
          return;
        }
        left -= count;
      }
      throw new AssertionError("no element " + element);
    }
  }
}
