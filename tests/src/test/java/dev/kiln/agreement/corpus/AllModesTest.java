package dev.kiln.agreement.corpus;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.DerivedCheck;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.derivative.CustomGradientTest;
import dev.kiln.agreement.gradient.AliasGradientTest;
import dev.kiln.agreement.gradient.ArrayGradientTest;
import dev.kiln.agreement.gradient.ArrayReferenceGradientTest;
import dev.kiln.agreement.gradient.CallGradientTest;
import dev.kiln.agreement.gradient.FunctionGradientTest;
import dev.kiln.agreement.gradient.GradientTest;
import dev.kiln.agreement.gradient.LoopGradientTest;
import dev.kiln.agreement.gradient.ParameterGradientTest;
import dev.kiln.agreement.gradient.RecordArrayGradientTest;
import dev.kiln.agreement.gradient.SumGradientTest;
import dev.kiln.agreement.model.ModelArrayTest;
import dev.kiln.agreement.model.ModelSequenceTest;
import dev.kiln.agreement.tensor.TensorArrayTest;
import dev.kiln.agreement.tensor.TensorGradientTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The programs of the tests of gradients, with all other modes of derivatives. */
public final class AllModesTest extends AgreementTable {
  private static final String ON_TENSORS =
      "Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.HESSIAN_VECTOR_PRODUCT";
  private static final String ON_ARRAYS =
      ON_TENSORS + ", Mode.JACOBIAN, Mode.HESSIAN, Mode.HESSIAN_DIAGONAL";

  @Override
  public void check(Modes modes, Program.Call call) {
    new DerivedCheck(modes, call).run();
  }

  @Override
  public List<Program> programs() {
    return Stream.of(
            new GradientTest(),
            new LoopGradientTest(),
            new ArrayGradientTest(),
            new ArrayReferenceGradientTest(),
            new RecordArrayGradientTest(),
            new SumGradientTest(),
            new CallGradientTest(),
            new FunctionGradientTest(),
            new ParameterGradientTest(),
            new ModelArrayTest(),
            new ModelSequenceTest(),
            new TensorArrayTest(),
            new AliasGradientTest(),
            new TensorGradientTest(),
            new CustomGradientTest())
        .flatMap(table -> table.programs().stream())
        .map(AllModesTest::withModes)
        .toList();
  }

  /** The program with all modes of derivatives, where it names none itself. */
  public static Program withModes(Program program) {
    boolean tensors = program.source().contains("Tensor");
    String modes = "modes = {" + (tensors ? ON_TENSORS : ON_ARRAYS) + "}";
    String source =
        program
            .source()
            .replaceAll("@Differentiable\\((?!modes)", "@Differentiable(" + modes + ", ")
            .replaceAll("@Differentiable(?!\\()", "@Differentiable(" + modes + ")");
    return new Program(program.name(), source, new ArrayList<>(program.calls()));
  }
}
