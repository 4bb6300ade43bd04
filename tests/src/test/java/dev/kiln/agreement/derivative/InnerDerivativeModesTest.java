package dev.kiln.agreement.derivative;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.DerivedCheck;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.corpus.AllModesTest;
import java.util.List;

/** Methods that call derivatives of others, with all modes of derivatives on both. */
final class InnerDerivativeModesTest extends AgreementTable {
  @Override
  public void check(Modes modes, Program.Call call) {
    new DerivedCheck(modes, call).run();
  }

  @Override
  public List<Program> programs() {
    return new InnerDerivativeTest()
        .programs().stream()
            .filter(program -> !program.source().contains("modes ="))
            .map(AllModesTest::withModes)
            .toList();
  }
}
