package dev.kiln.mutation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The checks of {@link MutationScore}, which does not run with all tests, are there. */
class UnitChecksTest {
  @Test
  void theTestsAreFoundByTheirNames() throws Exception {
    List<Check> checks = UnitChecks.all(getClass().getClassLoader());
    assertTrue(checks.size() > 40, checks.size() + " checks");
  }
}
