package dev.kiln.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void ratesFallInSteps() {
    Schedule schedule = Schedule.steps(8, 10, 0.5);
    assertEquals(8, schedule.rate(0));
    assertEquals(8, schedule.rate(9));
    assertEquals(4, schedule.rate(10));
    assertEquals(1, schedule.rate(39));
  }

  @Test
  void ratesFallByAFactor() {
    assertEquals(8, Schedule.exponential(8, 0.5).rate(0));
    assertEquals(1, Schedule.exponential(8, 0.5).rate(3));
    assertEquals(8, Schedule.constant(8).rate(1000));
  }

  /** At a third of a half wave the cosine is 1/2, at a half 0, at two thirds -1/2. */
  @Test
  void aCosineHasItsKnownPoints() {
    Schedule schedule = Schedule.cosine(5, 1, 60);
    assertEquals(5, schedule.rate(0));
    assertEquals(4, schedule.rate(20), 1e-15);
    assertEquals(3, schedule.rate(30), 1e-15);
    assertEquals(2, schedule.rate(40), 1e-14);
    assertEquals(1, schedule.rate(60));
    assertEquals(1, schedule.rate(1000));
  }

  @Test
  void aWarmUpGrowsInEqualParts() {
    Schedule schedule = Schedule.steps(10, 3, 0.1).afterWarmUp(4);
    double[] expected = {2, 4, 6, 8, 10, 10, 10, 1};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], schedule.rate(i), 1e-15);
    }
  }

  @Test
  void oneCycleGoesUpAndDown() {
    Schedule schedule = Schedule.oneCycle(1, 100);
    assertEquals(1.0 / 25, schedule.rate(0), 1e-15);
    assertEquals(1, schedule.rate(29));
    assertEquals((1 + 1.0 / 250000) / 2, schedule.rate(64), 1e-15);
    assertEquals(1.0 / 250000, schedule.rate(99), 1e-15);
    for (int i = 1; i < 100; i++) {
      assertTrue(schedule.rate(i) > schedule.rate(i - 1) == i <= 29, "step " + i);
    }
  }

  @Test
  void noStepsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Schedule.steps(1, 0, 0.5));
    assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> Schedule.oneCycle(1, 0));
  }
}
