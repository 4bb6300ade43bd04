package com.example.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.GradCheck;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewtonTest {
  private final Newton eager = new Newton();
  private final CompiledNewton compiled = new CompiledNewton();

  @Test
  void eagerGraphAndCompiledAgree() {
    for (double a : new double[] {0.25, 2, 144, 1e9}) {
      try (Session session = new Session(NewtonGraphs.root())) {
        assertEquals(eager.root(a), compiled.root(a));
        assertEquals(eager.root(a), session.run(Feeds.of("a", a)).getDouble("result"));
      }
    }
  }

  @Test
  void gradientOfTheLoopIsThatOfTheRoot() {
    CompiledNewton.RootGradient gradient = compiled.rootGradient(2);
    assertEquals(Math.sqrt(2), gradient.value(), 1e-12);
    assertEquals(0.5 / Math.sqrt(2), gradient.a(), 1e-12);
    GradCheck.at(2.0, eager::root).gradient(gradient.a());
  }

  @Test
  void tapeSessionAndCompiledGradientsAgree() {
    Tensor x = Tensor.of(new float[] {3, 2});
    List<Tensor> taped;
    try (Tape tape = Tape.open()) {
      taped = tape.gradient(eager.energy(x), x, eager.weights);
    }
    CompiledNewton.EnergyGradient gradient = compiled.energyGradient(x);
    assertTrue(taped.get(0).sameElements(gradient.x()));
    assertTrue(taped.get(1).sameElements(gradient.weights()));
    try (Session session =
        new Session(NewtonGraphs.energyGradient(), NewtonGraphs.stateOf(eager))) {
      assertTrue(session.run(Feeds.of("x", x)).tensor("weights").sameElements(gradient.weights()));
    }
  }

  @Test
  void parametersHaveNames() {
    assertEquals(List.of("weights"), NewtonParameters.names());
  }
}
