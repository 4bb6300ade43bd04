package dev.kiln.array;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Which line the messages of what Kiln refuses end with. */
class IllegalOperandExceptionTest {
  private static String message(String... types) {
    IllegalOperandException refusal = new IllegalOperandException("sizes differ");
    StackTraceElement[] trace = new StackTraceElement[types.length];
    for (int i = 0; i < types.length; i++) {
      trace[i] = new StackTraceElement(types[i], "call", "File" + i + ".java", 10 + i);
    }
    refusal.setStackTrace(trace);
    return refusal.getMessage();
  }

  @Test
  void itIsTheFirstOneThatIsNotKilns() {
    assertEquals(
        "sizes differ (File2.java:12)",
        message(
            "dev.kiln.kernel.tensor.Layouts", "dev.kiln.tensor.Tensor", "demo.Foo", "demo.Bar"));
  }

  @Test
  void packagesOfUsersMayBeginLikeThoseOfJava() {
    assertEquals("sizes differ (File1.java:11)", message("dev.kiln.tensor.Tensor", "jp.acme.Foo"));
    assertEquals("sizes differ (File1.java:11)", message("dev.kiln.tensor.Tensor", "javafoo.Foo"));
  }

  @Test
  void whatJavaCallsHasNone() {
    for (String type : new String[] {"java.util.List", "javax.script.X", "jdk.internal.X"}) {
      assertEquals("sizes differ", message("dev.kiln.tensor.Tensor", type));
    }
    assertEquals("sizes differ", message());
  }
}
