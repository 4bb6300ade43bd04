package dev.kiln.kernel.array;

import java.util.Arrays;

/**
 * A number for each of some objects, by identity. A few objects are compared one by one; more are
 * found by their identity hash, so that the time does not grow with their number. Memory is kept
 * for the next use.
 */
final class IdentityOwners {
  static final int NONE = -1;

  private static final int FEW = 16;

  /** The objects in their order, as long as they are few; then a hash table with open addresses. */
  private Object[] keys = new Object[FEW];

  private int[] owners = new int[FEW];
  private int size;
  private boolean isHashed;

  /** The owner of the object, or {@link #NONE}. */
  int of(Object object) {
    int place = place(object);
    return place < keys.length && keys[place] != null ? owners[place] : NONE;
  }

  /** Adds an object that is not there yet. */
  void add(Object object, int owner) {
    if (isHashed ? 2 * (size + 1) > keys.length : size == keys.length) {
      grow();
    }
    put(object, owner);
    size++;
  }

  /** Forgets all objects. */
  void clear() {
    Arrays.fill(keys, 0, isHashed ? keys.length : size, null);
    size = 0;
    isHashed = keys.length > FEW;
  }

  private void put(Object object, int owner) {
    int place = place(object);
    keys[place] = object;
    owners[place] = owner;
  }

  /** Where the object is, or where there is room for it. */
  private int place(Object object) {
    if (!isHashed) {
      int place = 0;
      while (place < size && keys[place] != object) {
        place++;
      }
      return place;
    }
    int mask = keys.length - 1;
    int place = mixed(System.identityHashCode(object)) & mask;
    while (keys[place] != null && keys[place] != object) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private static int mixed(int hash) {
    return hash ^ (hash >>> 16);
  }

  private void grow() {
    Object[] oldKeys = keys;
    int[] oldOwners = owners;
    keys = new Object[4 * oldKeys.length];
    owners = new int[keys.length];
    isHashed = true;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != null) {
        put(oldKeys[i], oldOwners[i]);
      }
    }
  }
}
