package dev.kiln.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The programs of the tests of gradients, with all other modes of derivatives. */
final class AllModesTest extends AgreementTable {
  private static final String ON_TENSORS =
      "Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.HESSIAN_VECTOR_PRODUCT";
  private static final String ON_ARRAYS =
      ON_TENSORS + ", Mode.JACOBIAN, Mode.HESSIAN, Mode.HESSIAN_DIAGONAL";

  @Override
  void check(Modes modes, Program.Call call) {
    new DerivedCheck(modes, call).run();
  }

  @Override
  List<Program> programs() {
    return Stream.of(
            new GradientTest(),
            new ArrayGradientTest(),
            new RecordArrayGradientTest(),
            new SumGradientTest(),
            new CallGradientTest(),
            new FunctionGradientTest(),
            new ParameterGradientTest(),
            new ModelArrayTest(),
            new TensorArrayTest(),
            new AliasGradientTest(),
            new TensorGradientTest(),
            new CustomGradientTest())
        .flatMap(table -> table.programs().stream())
        .map(AllModesTest::withModes)
        .toList();
  }

  /** The program with all modes of derivatives, where it names none itself. */
  static Program withModes(Program program) {
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
