package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.agreement.Slot;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What tapes do with methods that call derivatives of others. */
class InnerDerivativeTapeTest {
  private static final Program PROGRAM =
      Program.model(
          "Taped",
          """
          @Compute @Differentiable Tensor energy(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
            return x.square().multiply(x).sum();
          }
          @Compute @Differentiable Tensor f(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
            return CompiledTaped.energyGradient(this, x).x().multiply(x).sum();
          }
          @Compute Tensor stopped(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
            return StopGradient.of(CompiledTaped.energyGradient(this, x).x()).multiply(x).sum();
          }
          """);

  private static Modes modes;

  @BeforeAll
  static void compile() throws IOException {
    modes = new Modes(PROGRAM, InMemoryCompiler.compile(PROGRAM.files()));
  }

  private static List<Double> gradient(Object model, String method) {
    Tensor x = doubles(shape(2), 0.5, -2);
    try (Tape tape = Tape.open()) {
      Tensor value = (Tensor) Reflection.call(model.getClass(), model, method, x);
      return Slot.elements(tape.gradient(value, x).get(0));
    }
  }

  /** The derivative of 3 x cubed. */
  @Test
  void theCompiledMethodIsOneStep() {
    assertEquals(List.of(2.25, 36.0), gradient(modes.newCompiled(), "f"));
  }

  @Test
  void thePlainMethodIsRefused() {
    Object plain = modes.newModel(modes.plain());
    String message =
        assertThrows(NotDifferentiableException.class, () -> gradient(plain, "f")).getMessage();
    assertTrue(message.contains("through energyGradient, which is compiled"), message);
  }

  @Test
  void aStoppedDerivativeIsAConstant() {
    Object plain = modes.newModel(modes.plain());
    assertEquals(List.of(0.75, 12.0), gradient(plain, "stopped"));
    assertEquals(List.of(0.75, 12.0), gradient(modes.newCompiled(), "stopped"));
  }
}
