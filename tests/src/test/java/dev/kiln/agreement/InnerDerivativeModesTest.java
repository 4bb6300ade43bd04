package dev.kiln.agreement;

import java.util.List;

/** Methods that call derivatives of others, with all modes of derivatives on both. */
final class InnerDerivativeModesTest extends AgreementTable {
  @Override
  void check(Modes modes, Program.Call call) {
    new DerivedCheck(modes, call).run();
  }

  @Override
  List<Program> programs() {
    return new InnerDerivativeTest()
        .programs().stream()
            .filter(program -> !program.source().contains("modes ="))
            .map(AllModesTest::withModes)
            .toList();
  }
}
