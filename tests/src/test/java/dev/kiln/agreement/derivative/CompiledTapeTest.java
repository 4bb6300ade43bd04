package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.agreement.DerivativeCalls;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attributes;
import dev.kiln.tensor.RecordedCall;
import dev.kiln.tensor.Recorder;
import dev.kiln.tensor.Recording;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Observation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compiled methods under an open tape: one step each, with the answers that the eager code has. */
final class CompiledTapeTest {
  private static final Program PROGRAM =
      Program.types(
          "Cubic",
          """
          @Model
          class Scale {
            @Parameter @Shape(value = "", dtype = DType.FLOAT64) Tensor factor = Tensor.scalar(2.0);
          }

          @Model
          class Cubic {
            record Both(Tensor first, Tensor second) {}

            @Parameter @Shape(value = "", dtype = DType.FLOAT64) Tensor w = Tensor.scalar(0.5);
            Scale scale = new Scale();

            @Compute @Differentiable Tensor cube(
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor gradient) {
              return x.multiply(x).multiply(gradient).multiply(w).multiply(scale.factor).sum();
            }

            @Compute @Differentiable(wrt = "w") Tensor partial(
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
              return x.multiply(w).square().sum();
            }

            @Compute @Differentiable Tensor narrow(
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
              return x.square().sum().cast(DType.FLOAT32);
            }

            @Compute @Shape(value = "n", dtype = DType.FLOAT64) Tensor twice(
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
              return x.add(x);
            }

            @Compute Both both(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
              return new Both(partial(x), x.add(1));
            }

            @Compute Tensor largest(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
              return x.add(x).argmax(0);
            }

            @Compute @Differentiable Tensor straight(
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
              Tensor surrogate = x.multiply(3);
              return dev.kiln.tensor.StopGradient.of(x.square().square())
                  .add(surrogate.subtract(dev.kiln.tensor.StopGradient.of(surrogate)))
                  .sum();
            }

            @Compute @Differentiable Tensor written(double[][] m) {
              m[0][0] *= m[1][0];
              return w.multiply(m[0][0]).multiply(m[1][0]);
            }

            @Compute @Differentiable(wrt = "w") Tensor writtenConstants(double[][] m) {
              m[0][0] *= m[1][0];
              return w.multiply(m[0][0]).multiply(m[1][0]);
            }

            @Compute double number(
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
              return x.square().sum().toDouble();
            }
          }
          """);

  private static final Tensor X = doubles(shape(2), 3, -2);
  private static final Tensor Y = doubles(shape(2), 0.25, 7);

  private static Modes modes;

  @BeforeAll
  static void compile() throws IOException {
    modes = new Modes(PROGRAM, InMemoryCompiler.compile(PROGRAM.files()));
  }

  /** Counts what it is told. */
  private static final class Witness implements Recorder {
    private final List<String> operations = new ArrayList<>();
    private final List<RecordedCall> calls = new ArrayList<>();

    @Override
    public void record(
        OpDefinition operation, Attributes attributes, List<Tensor> operands, Tensor result) {
      operations.add(operation.name());
    }

    @Override
    public void record(RecordedCall call) {
      calls.add(call);
    }
  }

  private static Tensor call(Object model, String method, Tensor... arguments) {
    return (Tensor) Reflection.call(model.getClass(), model, method, (Object[]) arguments);
  }

  private static Tensor field(Object model, String name) {
    return (Tensor) Reflection.read(Reflection.field(model.getClass(), name), model);
  }

  private static Tensor factor(Object model) {
    return field(Reflection.read(Reflection.field(model.getClass(), "scale"), model), "factor");
  }

  private static Witness witness(Runnable code) {
    Witness witness = new Witness();
    Recording.open(witness);
    try {
      code.run();
    } finally {
      Recording.close(witness);
    }
    return witness;
  }

  private static void assertSame(List<Tensor> expected, List<Tensor> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertTrue(
          expected.get(i).sameElements(actual.get(i)),
          i + ": " + expected.get(i) + " against " + actual.get(i));
    }
  }

  @Test
  void aDifferentiableMethodIsOneStep() {
    Object model = modes.newCompiled();
    Witness witness = witness(() -> call(model, "cube", X, Y));
    assertEquals(List.of(), witness.operations);
    assertEquals(1, witness.calls.size());
    assertEquals(List.of(X, Y, field(model, "w"), factor(model)), witness.calls.get(0).inputs());
  }

  @Test
  void theCotangentMultipliesAndArgumentsAndNestedParametersHaveDerivatives() {
    List<List<Tensor>> answers = new ArrayList<>();
    for (Object model : List.of(modes.newModel(modes.plain()), modes.newCompiled())) {
      try (Tape tape = Tape.open()) {
        Tensor inner = X.multiply(2);
        Tensor loss = call(model, "cube", inner, Y).multiply(3).add(field(model, "w"));
        answers.add(tape.gradient(loss, X, Y, field(model, "w"), factor(model)));
      }
    }
    assertSame(answers.get(0), answers.get(1));
  }

  /** As docs/derivatives.md says where tapes do not know of @CustomGradient. */
  @Test
  void aDerivativeThatIsNotTheTrueOneIsTheSameOnEveryTape() {
    for (Object model : List.of(modes.newModel(modes.plain()), modes.newCompiled())) {
      try (Tape tape = Tape.open()) {
        Tensor loss = call(model, "straight", X);
        assertArrayEquals(new double[] {97}, loss.toDoubleArray());
        assertArrayEquals(new double[] {3, 3}, tape.gradient(loss, X).get(0).toDoubleArray());
      }
      try (Tape outer = Tape.open();
          Tape inner = Tape.open()) {
        Tensor slope = inner.gradient(call(model, "straight", X.square()), X).get(0);
        assertArrayEquals(new double[] {18, -12}, slope.toDoubleArray());
        assertArrayEquals(
            new double[] {6, 6}, outer.gradient(slope.sum(), X).get(0).toDoubleArray());
      }
    }
  }

  @Test
  void oneTensorForTwoArgumentsHasTheSumOfTheirDerivatives() {
    Object model = modes.newCompiled();
    try (Tape tape = Tape.open()) {
      Tensor loss = call(model, "cube", X, X); // x^3 * 0.5 * 2
      assertArrayEquals(new double[] {27, 12}, tape.gradient(loss, X).get(0).toDoubleArray());
    }
  }

  @Test
  void theDerivativesAreThoseAtTheTimeOfTheCall() {
    Object model = modes.newCompiled();
    Tensor before = field(model, "w");
    try (Tape tape = Tape.open()) {
      Tensor loss = call(model, "cube", X, Y);
      Reflection.write(Reflection.field(modes.plain(), "w"), model, Tensor.scalar(100.0));
      assertArrayEquals(new double[] {1.5, -28}, tape.gradient(loss, X).get(0).toDoubleArray());
      assertEquals(60.5, tape.gradient(loss, before).get(0).toDouble());
    }
  }

  @Test
  void theCotangentIsConvertedToTheTypeOfTheInput() {
    try (Tape tape = Tape.open()) {
      Tensor loss = call(modes.newCompiled(), "narrow", X).multiply(0.5f);
      assertArrayEquals(new double[] {3, -2}, tape.gradient(loss, X).get(0).toDoubleArray());
    }
  }

  @Test
  void aDerivativeThatWasNotGeneratedIsRefused() {
    Object model = modes.newCompiled();
    try (Tape tape = Tape.open()) {
      Tensor loss = call(model, "partial", X);
      assertEquals(13, tape.gradient(loss, field(model, "w")).get(0).toDouble());
      NotDifferentiableException refusal =
          assertThrows(NotDifferentiableException.class, () -> tape.gradient(loss, X));
      assertEquals(
          "the compiled method partial has no derivative with respect to 'x': add it to its"
              + " @Differentiable(wrt = ...)",
          Observation.message(refusal));
    }
  }

  @Test
  void aSecondDerivativeOnOneTapeIsRefused() {
    Object model = modes.newCompiled();
    try (Tape tape = Tape.open()) {
      Tensor slope = tape.gradient(call(model, "cube", X, Y), X).get(0).sum();
      NotDifferentiableException refusal =
          assertThrows(NotDifferentiableException.class, () -> tape.gradient(slope, X));
      assertEquals(
          "a derivative of the compiled method cube is differentiated again: open another tape"
              + " around the one that is asked for the first derivative, before the method is"
              + " called",
          Observation.message(refusal));
    }
  }

  @Test
  void nestedTapesSeeTheEagerCode() {
    List<List<Tensor>> answers = new ArrayList<>();
    for (Object model : List.of(modes.newModel(modes.plain()), modes.newCompiled())) {
      try (Tape outer = Tape.open()) {
        Tensor slope;
        try (Tape inner = Tape.open()) {
          slope = inner.gradient(call(model, "cube", X, Y), X).get(0).sum();
        }
        answers.add(outer.gradient(slope, X, Y, field(model, "w")));
      }
    }
    assertSame(answers.get(0), answers.get(1));
  }

  @Test
  void aMethodWithoutADerivativeRunsItsEagerCode() {
    Object model = modes.newCompiled();
    assertEquals(List.of("add"), witness(() -> call(model, "twice", X)).operations);
    Witness both = witness(() -> Reflection.call(model.getClass(), model, "both", X));
    assertEquals(List.of("add"), both.operations, "of which a differentiable method is one step");
    assertEquals(1, both.calls.size());
  }

  @Test
  void aResultThatNoDerivativeFlowsThroughIsComputedByCompiledCode() {
    Object model = modes.newCompiled();
    for (String method : List.of("largest", "number")) {
      Witness witness = witness(() -> Reflection.call(model.getClass(), model, method, X));
      assertEquals(List.of(), witness.operations);
      assertEquals(List.of(), witness.calls);
    }
  }

  /** One step has the derivatives by all that the annotation names, so it needs distinct rows. */
  @Test
  void rowsThatAreOneAreRefusedWhereTheStepDifferentiatesThem() {
    double[] r = {3};
    Object model = modes.newCompiled();
    try (Tape tape = Tape.open()) {
      assertNotNull(tape);
      assertEquals(
          DerivativeCalls.same("written", "m[0]", "m[1]"),
          Observation.message(
              assertThrows(
                  IllegalArgumentException.class,
                  () ->
                      Reflection.call(
                          model.getClass(), model, "written", (Object) new double[][] {r, r}))));
    }
    assertEquals(3, r[0], "refused before anything is written");
    Tensor w = (Tensor) Reflection.read(Reflection.field(modes.plain(), "w"), model);
    try (Tape tape = Tape.open()) {
      Tensor value =
          (Tensor)
              Reflection.call(
                  model.getClass(), model, "writtenConstants", (Object) new double[][] {r, r});
      // r becomes 9
      assertEquals(40.5, value.toDouble());
      assertEquals(81.0, tape.gradient(value, w).get(0).toDouble());
    }
  }
}
