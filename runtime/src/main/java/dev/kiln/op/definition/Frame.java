package dev.kiln.op.definition;

import java.util.List;
import java.util.Map;

/** The values of one running function in a session: scalars as bits, all else as references. */
public final class Frame {
  /** Scalars, as {@link Bits}. */
  public final long[] bits;

  /** Tensors as {@link dev.kiln.array.NdArray}, arrays as Java arrays, records and stacks. */
  public final Object[] references;

  /** The sizes that the names in shapes are bound to in this run. */
  public final Map<String, Long> sizes;

  /**
   * The steps that failed, by the numbers that a session gives to places in the source: the
   * innermost, then the calls that led there; null while none has.
   */
  public List<Integer> failed;

  /** The example of a batch that is computed, counted from 0; -1 where there is none. */
  public int example = -1;

  public Frame(int slots, Map<String, Long> sizes) {
    this.bits = new long[slots];
    this.references = new Object[slots];
    this.sizes = sizes;
  }
}
