package dev.kiln.agreement.corpus;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.array.AliasTest;
import dev.kiln.agreement.array.ArrayTest;
import dev.kiln.agreement.array.RecordArrayTest;
import dev.kiln.agreement.array.RecordTest;
import dev.kiln.agreement.derivative.CustomGradientTest;
import dev.kiln.agreement.derivative.DerivativeModesTest;
import dev.kiln.agreement.derivative.NoGradientTest;
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
import dev.kiln.agreement.language.AlgorithmTest;
import dev.kiln.agreement.language.ArithmeticTest;
import dev.kiln.agreement.language.AssignmentTest;
import dev.kiln.agreement.language.BranchTest;
import dev.kiln.agreement.language.FailureTest;
import dev.kiln.agreement.language.JumpTest;
import dev.kiln.agreement.language.LoopTest;
import dev.kiln.agreement.language.SwitchTest;
import dev.kiln.agreement.model.CallTest;
import dev.kiln.agreement.model.FunctionTest;
import dev.kiln.agreement.model.ModelArrayTest;
import dev.kiln.agreement.model.ModelSequenceTest;
import dev.kiln.agreement.model.ModelTest;
import dev.kiln.agreement.tensor.TensorArrayTest;
import dev.kiln.agreement.tensor.TensorGradientTest;
import dev.kiln.agreement.tensor.TensorProgramTest;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.testkit.run.InMemoryClasses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The programs of the tables, as real sources for other tests to work on. */
public final class Corpus {
  private Corpus() {}

  /** The tables whose programs show what the language has. */
  static List<AgreementTable> tables() {
    return List.of(
        new AlgorithmTest(),
        new AliasTest(),
        new ArithmeticTest(),
        new ArrayTest(),
        new ArrayGradientTest(),
        new ArrayReferenceGradientTest(),
        new AssignmentTest(),
        new BranchTest(),
        new CallTest(),
        new CallGradientTest(),
        new FunctionTest(),
        new FunctionGradientTest(),
        new AliasGradientTest(),
        new CustomGradientTest(),
        new DerivativeModesTest(),
        new FailureTest(),
        new GradientTest(),
        new LoopGradientTest(),
        new JumpTest(),
        new LoopTest(),
        new ModelTest(),
        new NoGradientTest(),
        new ParameterGradientTest(),
        new ModelArrayTest(),
        new ModelSequenceTest(),
        new TensorArrayTest(),
        new RecordTest(),
        new RecordArrayTest(),
        new RecordArrayGradientTest(),
        new SumGradientTest(),
        new SwitchTest(),
        new TensorProgramTest(),
        new TensorGradientTest());
  }

  /** The files of each program, from qualified class names to texts. */
  public static List<Map<String, String>> programs() {
    return tables().stream()
        .flatMap(table -> table.programs().stream())
        .map(Program::files)
        .toList();
  }

  /** The texts of the graphs of some programs that together have all that graphs are made of. */
  public static List<String> graphTexts() throws IOException {
    List<String> texts = new ArrayList<>();
    for (AgreementTable table :
        List.of(
            new ArrayTest(),
            new CallTest(),
            new CustomGradientTest(),
            new JumpTest(),
            new RecordTest(),
            new RecordArrayTest(),
            new SwitchTest(),
            new TensorGradientTest())) {
      Map<String, String> files = new LinkedHashMap<>();
      table.programs().forEach(program -> files.putAll(program.files()));
      InMemoryClasses classes = table.compile(files);
      for (Program program : table.programs()) {
        new Modes(program, classes).graphs().forEach(each -> texts.add(GraphPrinter.print(each)));
      }
    }
    return texts;
  }
}
