package dev.kiln.example.derivative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.testkit.GradCheck;
import org.junit.jupiter.api.Test;

/** The examples of docs/derivatives-inside-models.md, against closed forms and in every mode. */
class WorkedExamplesTest {
  private static final double[][] X = {{1, 0.5}, {1, -0.5}, {1, 1}, {1, -1}};
  private static final double[] Y = {1.5, 0.25, 2, 0.5};
  private static final double[][] OTHER_X = {{1, 0}, {0, 1}};
  private static final double[] OTHER_Y = {0.9, 0.6};

  /** Without thrust the orbit stays a circle, on which thrust adds its power: the speed is 1. */
  @Test
  void thrustAddsItsPowerToTheEnergyOfAnOrbit() {
    CompiledTransfer transfer = new CompiledTransfer();
    CompiledTransfer.EnergyGradient slope = transfer.energyGradient(0, 2);
    assertEquals(-0.5, slope.value(), 1e-3);
    assertEquals(2, slope.thrust(), 1e-2);
    GradCheck.at(0.01, t -> new Transfer().energy(t, 2))
        .gradient(transfer.energyGradient(0.01, 2).thrust());
  }

  @Test
  void theThrustForAWantedEnergyIsFound() {
    CompiledTransfer transfer = new CompiledTransfer();
    double thrust = 0;
    for (int i = 0; i < 8; i++) {
      CompiledTransfer.EnergyGradient slope = transfer.energyGradient(thrust, 6);
      thrust -= (slope.value() - -0.4) / slope.thrust();
    }
    assertEquals(-0.4, new Transfer().energy(thrust, 6), 1e-12);
    assertEquals(0, transfer.missGradient(thrust, 6, -0.4).thrust(), 1e-10);
    try (Session session = new Session(TransferGraphs.energy())) {
      Feeds feeds = Feeds.of("thrust", thrust).and("duration", 6.0);
      double inSession = session.run(feeds).getDouble("result");
      assertEquals(new Transfer().energy(thrust, 6), inSession, 0);
      assertEquals(transfer.energy(thrust, 6), inSession, 0);
    }
  }

  /** The columns of X are orthogonal, so that each weight is X_j y / (X_j X_j + penalty). */
  @Test
  void theValidationLossKnowsTheMinimumOfTheFit() {
    CompiledRidge ridge = new CompiledRidge();
    for (double penalty : new double[] {0.25, 1}) {
      double first = 4.25 / (4 + penalty);
      double second = 2.125 / (2.5 + penalty);
      double loss = (Math.pow(first - OTHER_Y[0], 2) + Math.pow(second - OTHER_Y[1], 2)) / 2;
      double slope =
          -(first - OTHER_Y[0]) * first / (4 + penalty)
              - (second - OTHER_Y[1]) * second / (2.5 + penalty);
      CompiledRidge.ValidationGradient found =
          ridge.validationGradient(penalty, X, Y, OTHER_X, OTHER_Y, 400);
      assertEquals(loss, found.value(), 1e-12);
      assertEquals(slope, found.penalty(), 1e-12);
      double plain = new Ridge().validation(penalty, X, Y, OTHER_X, OTHER_Y, 400);
      assertEquals(plain, found.value(), 0);
    }
  }

  @Test
  void thePenaltyIsChosenByItsDerivative() {
    CompiledRidge ridge = new CompiledRidge();
    double penalty = 1;
    double last = 0;
    for (int i = 0; i < 300; i++) {
      last = ridge.validationGradient(penalty, X, Y, OTHER_X, OTHER_Y, 200).penalty();
      penalty -= 5 * last;
    }
    assertEquals(0, last, 1e-9);
    double best = ridge.validation(penalty, X, Y, OTHER_X, OTHER_Y, 200);
    for (double other : new double[] {penalty - 0.05, penalty + 0.05}) {
      assertEquals(1, Math.signum(ridge.validation(other, X, Y, OTHER_X, OTHER_Y, 200) - best));
    }
  }

  /** The load is sinh x at rest. */
  @Test
  void newtonsMethodIsDifferentiatedByTheLoad() {
    CompiledEquilibrium equilibrium = new CompiledEquilibrium();
    for (double load : new double[] {-1.5, 0.25, 2}) {
      double rest = Math.log(load + Math.sqrt(load * load + 1));
      double slope = 1 / Math.sqrt(load * load + 1);
      assertEquals(rest, new Equilibrium().rest(load), 1e-14);
      CompiledEquilibrium.RestGradient gradient = equilibrium.restGradient(load);
      assertEquals(new Equilibrium().rest(load), gradient.value(), 0);
      assertEquals(slope, gradient.load(), 1e-12);
      assertEquals(slope, equilibrium.restJvp(load, 1).tangent(), 1e-12);
    }
  }

  /** Two bodies swing together with the square root of k / m, and against each other with 3 k. */
  @Test
  void theEnergyAloneGivesTheMotion() {
    CompiledOscillators oscillators = new CompiledOscillators();
    double[] rest = {0, 0};
    double time = 1.5;
    double together = Math.cos(Math.sqrt(3.0 / 2) * time);
    double against = Math.cos(Math.sqrt(9.0 / 2) * time);
    double[] found = oscillators.positions(new double[] {1, 1}, rest, 1e-3, 1500);
    assertArrayEquals(new double[] {together, together}, found, 1e-5);
    found = oscillators.positions(new double[] {1, -1}, rest, 1e-3, 1500);
    assertArrayEquals(new double[] {against, -against}, found, 1e-5);
    assertArrayEquals(
        new Oscillators().positions(new double[] {1, -1}, rest, 1e-3, 1500), found, 0);
    double[][] slopes = oscillators.positionsJacobian(new double[] {1, -1}, rest, 1e-3, 1500);
    assertEquals((together + against) / 2, slopes[0][0], 1e-5);
    assertEquals((together - against) / 2, slopes[0][1], 1e-5);
    double[] cotangent = {1, 0};
    CompiledOscillators.PositionsVjp pulled =
        oscillators.positionsVjp(new double[] {1, -1}, rest, 1e-3, 1500, cotangent);
    assertArrayEquals(new double[] {slopes[0][0], slopes[0][1]}, pulled.q(), 1e-12);
  }
}
