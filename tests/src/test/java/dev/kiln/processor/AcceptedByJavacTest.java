package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.testing.compile.JavaFileObjects;
import com.sun.source.util.JavacTask;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.testkit.run.MemoryFiles;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Code that the front end takes for incorrect, and javac does not, is no silent stub. */
class AcceptedByJavacTest {
  private final List<String> said = new ArrayList<>();

  private void compile(String body) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                new StringWriter(),
                new MemoryFiles(compiler.getStandardFileManager(null, null, null)),
                null,
                List.of("-proc:none"),
                null,
                List.of(
                    JavaFileObjects.forSourceString("Model", "class Model { " + body + " }"),
                    JavaFileObjects.forSourceString("Stub", "class Stub extends Model {}")));
    AcceptedByJavac accepted = new AcceptedByJavac();
    accepted.expect("Stub", () -> said.add(Code.UNREADABLE.format("f")));
    task.addTaskListener(accepted);
    task.call();
  }

  @Test
  void acceptedCodeIsAnError() {
    compile("int f() { return 1; }");
    assertEquals(
        List.of(
            "[KILN-903] f is not compiled: Kiln rejects its code as incorrect Java, although javac"
                + " accepts it. Instead: please report this with the method's source."),
        said);
  }

  @Test
  void ofIncorrectCodeJavacSaysEnough() {
    compile("int f() { return tpyo; }");
    assertEquals(List.of(), said);
  }
}
