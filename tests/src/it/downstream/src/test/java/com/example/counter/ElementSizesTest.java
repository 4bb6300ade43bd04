package com.example.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.annotation.DType;
import org.junit.jupiter.api.Test;

class ElementSizesTest {
  @Test
  void knowsEveryElementType() {
    assertEquals(8, ElementSizes.bytes(DType.FLOAT64));
    assertEquals(1, ElementSizes.bytes(DType.BOOL));
  }
}
