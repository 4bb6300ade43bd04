package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Tensors.sample;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Observation;
import java.io.IOException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Sizes of nested models that only a run can know are checked by it, alike in both modes. */
final class NestedSizeChecksTest {
  private static final Program PROGRAM =
      Program.types(
          "Sized",
          """
          @Model
          class Inner {
            @Parameter @Shape("in, out") Tensor w = Tensor.ones(3, 2);
            @Parameter @Shape("out") Tensor b = Tensor.ones(2);

            @Compute Tensor apply(@Shape("batch, in") Tensor x) {
              return x.matmul(w).add(b);
            }
          }

          @Model
          class Sized {
            Inner first = new Inner();
            Inner second = new Inner();

            @Compute @Shape("batch, 2") Tensor f(@Shape("batch, 3") Tensor x) {
              return second.apply(first.apply(x));
            }
          }
          """);

  private static Modes modes;

  @BeforeAll
  static void compile() throws IOException {
    modes = new Modes(PROGRAM, InMemoryCompiler.compile(PROGRAM.files()));
  }

  private static Object with(Object model, String nested, Tensor w, Tensor b) {
    Object inner = Reflection.read(Reflection.field(modes.plain(), nested), model);
    Reflection.write(Reflection.field(inner.getClass(), "w"), inner, w);
    Reflection.write(Reflection.field(inner.getClass(), "b"), inner, b);
    return model;
  }

  private static void assertRefused(String message, String nested, Tensor w, Tensor b) {
    Object[] arguments = {sample(4, 3)};
    Method method = Reflection.method(modes.plain(), "f", 1);
    Object plain = with(modes.newModel(modes.plain()), nested, w, b);
    Object compiled = with(modes.newCompiled(), nested, w, b);
    Executable session = () -> modes.runGraph("f", plain, method, arguments);
    Executable generated = () -> Reflection.call(compiled.getClass(), compiled, "f", arguments);
    assertEquals(
        message,
        Observation.message(assertThrows(IllegalArgumentException.class, session)),
        "session");
    assertEquals(
        message,
        Observation.message(assertThrows(IllegalArgumentException.class, generated)),
        "compiled");
  }

  @Test
  void theSizeThatTheCallNeeds() {
    assertRefused(
        "f: 'first.w' is f32[3, first.out], not f32[5, 2]: size 3 expected along axis 0",
        "first",
        Tensor.ones(5, 2),
        Tensor.ones(2));
  }

  @Test
  void theSizeThatOneModelPassesToTheNext() {
    assertRefused(
        "f: 'second.w' is f32[first.out, 2], not f32[3, 2]: size 2 expected along axis 0",
        "second",
        Tensor.ones(3, 2),
        Tensor.ones(2));
  }

  @Test
  void theSizeThatTheResultDeclares() {
    assertRefused(
        "f: 'second.w' is f32[first.out, 2], not f32[2, 7]: size 2 expected along axis 1",
        "second",
        Tensor.ones(2, 7),
        Tensor.ones(7));
  }

  @Test
  void theSizesOfOneInstance() {
    assertRefused(
        "f: 'first.b' is f32[first.out], not f32[7]: size 2 expected along axis 0",
        "first",
        Tensor.ones(3, 2),
        Tensor.ones(7));
  }
}
