package dev.kiln.kernel.saved;

import dev.kiln.array.NdArray;
import dev.kiln.kernel.array.JavaArrays;
import java.util.Arrays;

/**
 * Growable stacks of values that a forward pass saves and its backward pass takes back in reverse
 * order, one class per type so that nothing is boxed. Not thread-safe: each call has its own.
 */
public final class SavedValues {
  private static final int FIRST_CAPACITY = 32;

  /** Virtual machines make no arrays that are much longer. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private SavedValues() {}

  /** How long an array of {@code size} elements becomes that has to take {@code more}. */
  static int grown(int size, int more) {
    if (more > LONGEST - size) {
      throw new OutOfMemoryError("an array of more than " + LONGEST + " elements");
    }
    return size > LONGEST / 2 ? LONGEST : Math.max(2 * size, size + more);
  }

  /**
   * Lets go of all that a call used which failed. If there was no memory, the error says what the
   * call had saved most of.
   *
   * @param used stacks, and any other things
   * @param purpose what saves numbers in an array that is not among these, as a sentence
   * @param values how many there are, or should be
   * @return what to throw
   */
  public static Throwable released(Throwable failure, Object[] used, String purpose, int values) {
    boolean isFull = failure instanceof OutOfMemoryError && failure.getCause() == null;
    long most = values;
    for (Object each : used) {
      if (isFull && each instanceof Stack stack && stack.weight() > most) {
        most = stack.weight();
        purpose = stack.purpose();
        values = stack.count();
      }
    }
    Arrays.fill(used, null);
    if (!isFull || most == 0) {
      return failure;
    }
    Error error =
        new OutOfMemoryError(
            purpose
                + ", and there is no memory for more than "
                + values
                + " values; @Checkpoint on a loop bounds what is saved of it");
    error.initCause(failure);
    error.setStackTrace(failure.getStackTrace());
    return error;
  }

  /** What all stacks are. Each takes the contents of whole arrays, too. */
  public abstract static class Stack {
    private String purpose;

    /** How many values there are. */
    protected int size;

    /**
     * An empty stack.
     *
     * @param purpose what saves what on it, as a sentence for when memory runs out
     */
    protected Stack(String purpose) {
      this.purpose = purpose;
    }

    /** Empties this, for another purpose. */
    public void clear(String next) {
      size = 0;
      purpose = next;
    }

    /** Pushes the elements of an array; of null nothing. */
    public abstract void pushAll(Object array);

    /** Pops as many elements as the array has and gives them back their places in it. */
    public abstract void popAll(Object array);

    /** What saves what on this, as a sentence. */
    final String purpose() {
      return purpose;
    }

    /** How many values there are. */
    public int count() {
      return size;
    }

    /** About how many numbers the values consist of. */
    public long weight() {
      return size;
    }
  }

  // double, copied for float, int, long, boolean

  /** A stack of doubles. */
  public static final class OfDoubles extends Stack {
    private double[] elements = new double[FIRST_CAPACITY];

    /**
     * An empty stack.
     *
     * @param purpose what saves what on it, as a sentence for when memory runs out
     */
    public OfDoubles(String purpose) {
      super(purpose);
    }

    public void push(double element) {
      if (size == elements.length) {
        grow(1);
      }
      elements[size++] = element;
    }

    public double pop() {
      return elements[--size];
    }

    @Override
    public void pushAll(Object array) {
      if (array == null) {
        return;
      }
      double[] source = (double[]) array;
      if (source.length > elements.length - size) {
        grow(source.length);
      }
      System.arraycopy(source, 0, elements, size, source.length);
      size += source.length;
    }

    @Override
    public void popAll(Object array) {
      if (array == null) {
        return;
      }
      double[] target = (double[]) array;
      size -= target.length;
      System.arraycopy(elements, size, target, 0, target.length);
    }

    private void grow(int more) {
      elements = Arrays.copyOf(elements, grown(size, more));
    }
  }

  // copies

  /** A stack of floats. */
  public static final class OfFloats extends Stack {
    private float[] elements = new float[FIRST_CAPACITY];

    /**
     * An empty stack.
     *
     * @param purpose what saves what on it, as a sentence for when memory runs out
     */
    public OfFloats(String purpose) {
      super(purpose);
    }

    public void push(float element) {
      if (size == elements.length) {
        grow(1);
      }
      elements[size++] = element;
    }

    public float pop() {
      return elements[--size];
    }

    @Override
    public void pushAll(Object array) {
      if (array == null) {
        return;
      }
      float[] source = (float[]) array;
      if (source.length > elements.length - size) {
        grow(source.length);
      }
      System.arraycopy(source, 0, elements, size, source.length);
      size += source.length;
    }

    @Override
    public void popAll(Object array) {
      if (array == null) {
        return;
      }
      float[] target = (float[]) array;
      size -= target.length;
      System.arraycopy(elements, size, target, 0, target.length);
    }

    private void grow(int more) {
      elements = Arrays.copyOf(elements, grown(size, more));
    }
  }

  /** A stack of ints. */
  public static final class OfInts extends Stack {
    private int[] elements = new int[FIRST_CAPACITY];

    /**
     * An empty stack.
     *
     * @param purpose what saves what on it, as a sentence for when memory runs out
     */
    public OfInts(String purpose) {
      super(purpose);
    }

    public void push(int element) {
      if (size == elements.length) {
        grow(1);
      }
      elements[size++] = element;
    }

    public int pop() {
      return elements[--size];
    }

    @Override
    public void pushAll(Object array) {
      if (array == null) {
        return;
      }
      int[] source = (int[]) array;
      if (source.length > elements.length - size) {
        grow(source.length);
      }
      System.arraycopy(source, 0, elements, size, source.length);
      size += source.length;
    }

    @Override
    public void popAll(Object array) {
      if (array == null) {
        return;
      }
      int[] target = (int[]) array;
      size -= target.length;
      System.arraycopy(elements, size, target, 0, target.length);
    }

    private void grow(int more) {
      elements = Arrays.copyOf(elements, grown(size, more));
    }
  }

  /** A stack of longs. */
  public static final class OfLongs extends Stack {
    private long[] elements = new long[FIRST_CAPACITY];

    /**
     * An empty stack.
     *
     * @param purpose what saves what on it, as a sentence for when memory runs out
     */
    public OfLongs(String purpose) {
      super(purpose);
    }

    public void push(long element) {
      if (size == elements.length) {
        grow(1);
      }
      elements[size++] = element;
    }

    public long pop() {
      return elements[--size];
    }

    @Override
    public void pushAll(Object array) {
      if (array == null) {
        return;
      }
      long[] source = (long[]) array;
      if (source.length > elements.length - size) {
        grow(source.length);
      }
      System.arraycopy(source, 0, elements, size, source.length);
      size += source.length;
    }

    @Override
    public void popAll(Object array) {
      if (array == null) {
        return;
      }
      long[] target = (long[]) array;
      size -= target.length;
      System.arraycopy(elements, size, target, 0, target.length);
    }

    private void grow(int more) {
      elements = Arrays.copyOf(elements, grown(size, more));
    }
  }

  /** A stack of booleans. */
  public static final class OfBooleans extends Stack {
    private boolean[] elements = new boolean[FIRST_CAPACITY];

    /**
     * An empty stack.
     *
     * @param purpose what saves what on it, as a sentence for when memory runs out
     */
    public OfBooleans(String purpose) {
      super(purpose);
    }

    public void push(boolean element) {
      if (size == elements.length) {
        grow(1);
      }
      elements[size++] = element;
    }

    public boolean pop() {
      return elements[--size];
    }

    @Override
    public void pushAll(Object array) {
      if (array == null) {
        return;
      }
      boolean[] source = (boolean[]) array;
      if (source.length > elements.length - size) {
        grow(source.length);
      }
      System.arraycopy(source, 0, elements, size, source.length);
      size += source.length;
    }

    @Override
    public void popAll(Object array) {
      if (array == null) {
        return;
      }
      boolean[] target = (boolean[]) array;
      size -= target.length;
      System.arraycopy(elements, size, target, 0, target.length);
    }

    private void grow(int more) {
      elements = Arrays.copyOf(elements, grown(size, more));
    }
  }

  // end of copies

  /** A stack of references; the contents of an array are pushed as one {@link Snapshot}. */
  public static final class OfReferences<T> extends Stack {
    private Object[] elements = new Object[FIRST_CAPACITY];

    /**
     * An empty stack.
     *
     * @param purpose what saves what on it, as a sentence for when memory runs out
     */
    public OfReferences(String purpose) {
      super(purpose);
    }

    @Override
    public void clear(String next) {
      Arrays.fill(elements, 0, size, null);
      super.clear(next);
    }

    public void push(T element) {
      put(element);
    }

    @SuppressWarnings("unchecked") // push put only elements of type T there
    public T pop() {
      return (T) take();
    }

    @Override
    public void pushAll(Object array) {
      if (array != null) {
        put(Snapshot.of(array));
      }
    }

    @Override
    public void popAll(Object array) {
      if (array != null) {
        ((Snapshot) take()).restore(array);
      }
    }

    private void put(Object element) {
      if (size == elements.length) {
        elements = Arrays.copyOf(elements, grown(size, 1));
      }
      elements[size++] = element;
    }

    private Object take() {
      Object element = elements[--size];
      elements[size] = null;
      return element;
    }

    @Override
    public long weight() {
      return weight(elements);
    }

    private static long weight(Object value) {
      if (value instanceof NdArray array) {
        return array.shape().elements();
      }
      if (value instanceof Snapshot snapshot) {
        return weight(snapshot.elements);
      }
      if (value == null) {
        return 0;
      }
      long weight = JavaArrays.length(value);
      if (value instanceof Object[] values) {
        for (Object each : values) {
          weight += weight(each);
        }
      }
      return weight;
    }
  }

  /**
   * What an array held at one time.
   *
   * @param elements a copy of the array: numbers, or references to rows
   * @param rows what each row held; null for an array of numbers
   */
  private record Snapshot(Object elements, Snapshot[] rows) {
    static Snapshot of(Object array) {
      if (!(array instanceof Object[] references)) {
        return new Snapshot(JavaArrays.copyOf(array), null);
      }
      Snapshot[] rows = new Snapshot[references.length];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = references[i] == null ? null : of(references[i]);
      }
      return new Snapshot(references.clone(), rows);
    }

    void restore(Object array) {
      System.arraycopy(elements, 0, array, 0, JavaArrays.length(array));
      if (rows == null) {
        return;
      }
      Object[] references = (Object[]) array;
      for (int i = 0; i < rows.length; i++) {
        if (rows[i] != null) {
          rows[i].restore(references[i]);
        }
      }
    }
  }
}
