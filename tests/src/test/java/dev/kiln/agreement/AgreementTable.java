package dev.kiln.agreement;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kiln.testkit.run.InMemoryClasses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * The base of the tables: compiles the programs in one go and compares every call in every mode.
 */
public abstract class AgreementTable {
  /** The programs of this topic. */
  public abstract List<Program> programs();

  @TestFactory
  public Stream<DynamicNode> everyModeAgrees() throws IOException {
    List<Program> programs = programs();
    Map<String, String> files = new LinkedHashMap<>();
    for (Program each : programs) {
      if (files.containsKey(each.qualified(each.name()))) {
        throw new AssertionError("two programs are called " + each.name());
      }
      files.putAll(each.files());
    }
    try {
      InMemoryClasses classes = compile(files);
      return programs.stream().map(each -> tests(each, classes));
    } catch (InMemoryCompiler.CompilationFailure failure) {
      // one by one, so that only the programs at fault fail
      return programs.stream().map(this::compiledAlone);
    }
  }

  private DynamicNode compiledAlone(Program program) {
    try {
      return tests(program, compile(program.files()));
    } catch (InMemoryCompiler.CompilationFailure failure) {
      return dynamicTest(
          program.name() + " compiles",
          () -> {
            throw failure;
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private DynamicNode tests(Program program, InMemoryClasses classes) {
    Modes modes = new Modes(program, classes);
    List<DynamicNode> tests = new ArrayList<>();
    tests.add(dynamicTest("graphs round-trip as text", modes::checkGraphs));
    for (Program.Call call : program.calls()) {
      tests.add(dynamicTest(call.toString(), () -> check(modes, call)));
    }
    return dynamicContainer(program.name(), tests);
  }

  /** Compiles the files of some programs. */
  public InMemoryClasses compile(Map<String, String> files) throws IOException {
    return InMemoryCompiler.compile(files);
  }

  /** What is tested of each call. */
  public void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
  }
}
