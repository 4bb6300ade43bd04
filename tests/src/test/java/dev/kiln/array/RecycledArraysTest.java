package dev.kiln.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecycledArraysTest {
  private static final int LENGTH = 4096;

  private final RecycledArrays arrays = new RecycledArrays();

  @BeforeEach
  void open() {
    arrays.open();
  }

  @AfterEach
  void close() {
    arrays.close();
  }

  private static void assertNothing(Object array) {
    assertTrue(array == null); // does not print a million numbers
  }

  private static NdArray floats(int length) {
    return NdArray.of(TensorShape.of(length), new float[length]);
  }

  @Test
  void anArrayIsTakenOnceByDtypeAndLength() {
    NdArray array = floats(LENGTH);
    arrays.add(floats(LENGTH - 1));
    arrays.add(floats(LENGTH - 1));
    arrays.add(array);
    assertNothing(RecycledArrays.take(DType.FLOAT64, LENGTH));
    assertNothing(RecycledArrays.take(DType.FLOAT32, LENGTH + 1));
    assertSame(array.floats(), RecycledArrays.floats(LENGTH));
    assertNotSame(array.floats(), RecycledArrays.floats(LENGTH));
  }

  @Test
  void theLastOneIsTakenFirst() {
    NdArray first = floats(LENGTH);
    NdArray last = floats(LENGTH);
    arrays.add(first);
    arrays.add(last);
    assertSame(last.floats(), RecycledArrays.floats(LENGTH));
    assertSame(first.floats(), RecycledArrays.floats(LENGTH));
  }

  @Test
  void contentsAreLostSoThatTestsFindWhoReadsThem() {
    NdArray array = floats(LENGTH);
    arrays.add(array);
    assertTrue(Float.isNaN(array.floats()[7])); // with assertions
  }

  @Test
  void shortArraysAndWholeNumbersAreNotKept() {
    arrays.add(floats(100));
    arrays.add(NdArray.of(TensorShape.of(LENGTH), new int[LENGTH]));
    assertNothing(RecycledArrays.take(DType.FLOAT32, 100));
    assertNothing(RecycledArrays.take(DType.INT32, LENGTH));
  }

  @Test
  void aNestedCallHasArraysOfItsOwn() {
    arrays.add(floats(LENGTH));
    RecycledArrays inner = new RecycledArrays();
    inner.open();
    assertNothing(RecycledArrays.take(DType.FLOAT32, LENGTH));
    inner.close();
    assertEquals(LENGTH, ((float[]) RecycledArrays.take(DType.FLOAT32, LENGTH)).length);
  }

  @Test
  void outsideOfCallsNothingIsTaken() {
    arrays.add(floats(LENGTH));
    arrays.close();
    assertNothing(RecycledArrays.take(DType.FLOAT32, LENGTH));
    arrays.open();
  }

  @Test
  void whatACallDidNotTakeIsDroppedAtItsEnd() {
    NdArray kept = floats(LENGTH);
    arrays.add(kept);
    arrays.add(floats(2 * LENGTH));
    arrays.close(); // both were made in this call
    arrays.open();
    arrays.add(NdArray.of(TensorShape.of(LENGTH), RecycledArrays.floats(LENGTH)));
    arrays.close();
    arrays.open();
    assertSame(kept.floats(), RecycledArrays.take(DType.FLOAT32, LENGTH));
    assertNothing(RecycledArrays.take(DType.FLOAT32, 2 * LENGTH));
  }

  @Test
  void ofEverNewSizesTheOldestMakeRoom() {
    for (int i = 0; i < 100; i++) {
      RecycledArrays.floats(LENGTH + i); // there is none
      arrays.add(floats(LENGTH + i));
    }
    assertNothing(RecycledArrays.take(DType.FLOAT32, LENGTH + 20));
    arrays.add(floats(LENGTH));
    assertEquals(LENGTH, ((float[]) RecycledArrays.take(DType.FLOAT32, LENGTH)).length);
  }

  @Test
  void manyOfOneSizeAreKept() {
    for (int i = 0; i < 1000; i++) {
      arrays.add(floats(LENGTH));
    }
    for (int i = 0; i < 1000; i++) {
      assertEquals(LENGTH, ((float[]) RecycledArrays.take(DType.FLOAT32, LENGTH)).length);
    }
    assertNothing(RecycledArrays.take(DType.FLOAT32, LENGTH));
  }
}
