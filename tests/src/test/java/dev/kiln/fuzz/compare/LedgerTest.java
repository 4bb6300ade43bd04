package dev.kiln.fuzz.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {
  @Test
  void whatIsComparedWithNothingIsLeft() {
    Ledger ledger = new Ledger();
    ledger.given("Vjp", "result", "result");
    ledger.given("Vjp", "x", "cotangent");
    ledger.given("Vjp", "y", "cotangent");
    ledger.compared("Vjp", "x", "forward mode");
    ledger.excused("Vjp", "y", "not finite");
    assertEquals(List.of(new Ledger.Item("Vjp", "result")), ledger.left());
  }

  @Test
  void anExcuseDoesNotCountBesideAComparison() {
    Ledger ledger = new Ledger();
    ledger.given("Vjp", "x", "cotangent");
    ledger.excused("Vjp", "x", "not smooth");
    ledger.compared("Vjp", "x", "forward mode");
    assertEquals(Map.of("Vjp: cotangent", Map.of("forward mode", 1)), ledger.counts());
  }

  @Test
  void onlyWhatIsGivenCanBeCompared() {
    Ledger ledger = new Ledger();
    assertThrows(IllegalStateException.class, () -> ledger.compared("Vjp", "x", "forward mode"));
  }
}
