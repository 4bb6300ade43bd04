package dev.kiln.kernel;

import java.util.Arrays;

/**
 * Growable stacks of values that a forward pass saves and its backward pass takes back in reverse
 * order, one class per type so that nothing is boxed. Not thread-safe: each call has its own.
 */
public final class SavedValues {
  private static final int FIRST_CAPACITY = 32;

  private SavedValues() {}

  /** A stack of doubles. */
  public static final class OfDoubles {
    private double[] elements = new double[FIRST_CAPACITY];
    private int size;

    public void push(double element) {
      if (size == elements.length) {
        elements = Arrays.copyOf(elements, 2 * size);
      }
      elements[size++] = element;
    }

    public double pop() {
      return elements[--size];
    }
  }

  /** A stack of floats. */
  public static final class OfFloats {
    private float[] elements = new float[FIRST_CAPACITY];
    private int size;

    public void push(float element) {
      if (size == elements.length) {
        elements = Arrays.copyOf(elements, 2 * size);
      }
      elements[size++] = element;
    }

    public float pop() {
      return elements[--size];
    }
  }

  /** A stack of ints. */
  public static final class OfInts {
    private int[] elements = new int[FIRST_CAPACITY];
    private int size;

    public void push(int element) {
      if (size == elements.length) {
        elements = Arrays.copyOf(elements, 2 * size);
      }
      elements[size++] = element;
    }

    public int pop() {
      return elements[--size];
    }
  }

  /** A stack of longs. */
  public static final class OfLongs {
    private long[] elements = new long[FIRST_CAPACITY];
    private int size;

    public void push(long element) {
      if (size == elements.length) {
        elements = Arrays.copyOf(elements, 2 * size);
      }
      elements[size++] = element;
    }

    public long pop() {
      return elements[--size];
    }
  }

  /** A stack of truth values. */
  public static final class OfBooleans {
    private boolean[] elements = new boolean[FIRST_CAPACITY];
    private int size;

    public void push(boolean element) {
      if (size == elements.length) {
        elements = Arrays.copyOf(elements, 2 * size);
      }
      elements[size++] = element;
    }

    public boolean pop() {
      return elements[--size];
    }
  }

  /** A stack of scalars of any type, as 64 raw bits. */
  public static final class OfBits {
    private final OfLongs bits = new OfLongs();

    public void push(long element) {
      bits.push(element);
    }

    public long pop() {
      return bits.pop();
    }
  }

  /** A stack of references. */
  public static final class OfReferences<T> {
    private Object[] elements = new Object[FIRST_CAPACITY];
    private int size;

    public void push(T element) {
      if (size == elements.length) {
        elements = Arrays.copyOf(elements, 2 * size);
      }
      elements[size++] = element;
    }

    @SuppressWarnings("unchecked") // push put only elements of type T there
    public T pop() {
      T element = (T) elements[--size];
      elements[size] = null;
      return element;
    }
  }
}
