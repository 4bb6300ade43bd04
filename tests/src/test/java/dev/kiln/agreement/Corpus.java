package dev.kiln.agreement;

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
        new JumpTest(),
        new LoopTest(),
        new ModelTest(),
        new NoGradientTest(),
        new ParameterGradientTest(),
        new ModelArrayTest(),
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
