package dev.kiln.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static com.google.testing.compile.Compiler.javac;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.DataInputStream;
import java.io.IOException;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.junit.jupiter.api.Test;

/** HotSpot never compiles a method of more than 8000 bytes: generated ones stay below. */
class LargeMethodsTest {
  private static final int LIMIT = 8000;

  @Test
  void twoThousandStatementsAreSplit() throws IOException {
    StringBuilder source =
        new StringBuilder(
            """
            import dev.kiln.annotation.Compute;
            import dev.kiln.annotation.Model;

            @Model
            public class Long {
              @Compute
              public double f(double x, double y) {
                double v0 = x;
            """);
    for (int i = 1; i <= 2000; i++) {
      source.append(
          "    double v%d = v%d * 0.999 + Math.sin(y + %d) * 0.001;\n".formatted(i, i - 1, i));
    }
    source.append("    return v2000;\n  }\n}\n");
    Compilation compilation =
        javac()
            .withProcessors(new KilnProcessor())
            .compile(JavaFileObjects.forSourceString("Long", source.toString()));
    assertThat(compilation).succeeded();
    JavaFileObject compiled =
        compilation
            .generatedFile(StandardLocation.CLASS_OUTPUT, "CompiledLong.class")
            .orElseThrow();
    int longest = longestCode(compiled);
    assertTrue(longest > 0 && longest < LIMIT, "the longest method has " + longest + " bytes");
  }

  /** The greatest code_length among the methods of a class file. JVMS 4.7.3. */
  private static int longestCode(JavaFileObject file) throws IOException {
    try (DataInputStream in = new DataInputStream(file.openInputStream())) {
      assertEquals(0xCAFEBABE, in.readInt());
      in.skipNBytes(4);
      String[] texts = constants(in);
      in.skipNBytes(6);
      in.skipNBytes(2L * in.readUnsignedShort());
      members(in, texts); // fields
      return members(in, texts);
    }
  }

  private static String[] constants(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    String[] texts = new String[count];
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[i] = in.readUTF();
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        case 15 -> in.skipNBytes(3);
        default -> in.skipNBytes(2);
      }
    }
    return texts;
  }

  private static int members(DataInputStream in, String[] texts) throws IOException {
    int longest = 0;
    int members = in.readUnsignedShort();
    for (int i = 0; i < members; i++) {
      in.skipNBytes(6);
      int attributes = in.readUnsignedShort();
      for (int j = 0; j < attributes; j++) {
        String name = texts[in.readUnsignedShort()];
        int length = in.readInt();
        if ("Code".equals(name)) {
          in.skipNBytes(4);
          longest = Math.max(longest, in.readInt());
          in.skipNBytes(length - 8L);
        } else {
          in.skipNBytes(length);
        }
      }
    }
    return longest;
  }
}
