package dev.kiln.agreement.checkpoint;

import static dev.kiln.agreement.Program.model;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.DerivedCheck;
import dev.kiln.agreement.ForwardCheck;
import dev.kiln.agreement.GradientCheck;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.testkit.run.Observation;
import java.util.List;

/**
 * The base of tables of loops with {@code @Checkpoint}. Each program has its method twice, with and
 * without marks: the derivatives are the same, bit for bit.
 */
abstract class CheckpointTable extends AgreementTable {
  static final double[] POINT = {0.5, -1.25, 2.0, 0.75, -0.3};

  private static final String MODES =
      "@Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.HESSIAN_VECTOR_PRODUCT}) ";

  @Override
  public void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
    new GradientCheck(modes, call).run();
    new ForwardCheck(modes, call).run();
    new DerivedCheck(modes, call).run();
    assertEquals(
        gradient(modes, call, "unmarked"), gradient(modes, call, "f"), "with and without marks");
  }

  private static String gradient(Modes modes, Program.Call call, String method) {
    Object compiled = modes.newCompiled();
    Object record =
        Reflection.call(compiled.getClass(), compiled, method + "Gradient", modes.arguments(call));
    Observation observation = new Observation();
    List<Object> components = Reflection.components(record);
    for (int i = 0; i < components.size(); i++) {
      observation.value("component " + i, components.get(i));
    }
    return observation.toString();
  }

  /** A program with the method {@code f}, and again as {@code unmarked} without marks. */
  static Program marked(String name, String helpers, String method) {
    String unmarked =
        method.replaceAll("@Checkpoint(\\([^)]*\\))?", "").replaceFirst("\\bf\\(", "unmarked(");
    return model(name, helpers + MODES + method + MODES + unmarked);
  }

  static Program marked(String name, String method) {
    return marked(name, "", method);
  }
}
