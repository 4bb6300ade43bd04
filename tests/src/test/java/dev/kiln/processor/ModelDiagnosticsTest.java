package dev.kiln.processor;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Which classes can be models. */
class ModelDiagnosticsTest {
  @Test
  void anInterfaceIsNoModel() {
    assertMistakes(
        """
          @Model
          public interface Shapes {}
        //       ^ [KILN-101] @Model cannot be on an interface.
        """);
  }

  @Test
  void anEnumIsNoModel() {
    assertMistakes(
        """
          @Model
          public enum Colour { RED }
        //       ^ [KILN-101] @Model cannot be on an enum.
        """);
  }

  @Test
  void aRecordIsNoModel() {
    assertMistakes(
        """
          @Model
          public record Point(double x) {}
        //       ^ [KILN-101] @Model cannot be on a record.
        """);
  }

  @Test
  void anInnerClassIsNoModel() {
    assertMistakes(
        """
          public class Outer {
            @Model
            class Inner {}
        //  ^ [KILN-101] @Model cannot be on an inner class.
          }
        """);
  }

  @Test
  void aPrivateClassIsNoModel() {
    assertMistakes(
        """
          public class Outer {
            @Model
            private static class Hidden {}
        //                 ^ [KILN-101] @Model cannot be on a private class.
          }
        """);
  }

  @Test
  void aClassInAPrivateClassIsNoModel() {
    assertMistakes(
        """
          public class Outer {
            private static class Hidden {
              @Model
              static class Inside {}
        //           ^ [KILN-101] @Model cannot be on a private class.
            }
          }
        """);
  }

  @Test
  void aModelIsNotFinal() {
    assertMistakes(
        """
          @Model
          public final class Sealed {}
        //             ^ [KILN-102] the model class Sealed is final, but generated code extends it.
        """);
  }

  @Test
  void aModelHasAConstructorThatASubclassCanCall() {
    assertMistakes(
        """
          @Model
          public class Closed {
        //       ^ [KILN-103] the model Closed has no constructor that generated code can call.
            private Closed() {}
          }
        """);
  }

  @Test
  void aModelIsNotGeneric() {
    assertMistakes(
        """
          @Model
          public class Box<T> {}
        //       ^ [KILN-117] Box is generic.
        """);
  }

  @Test
  void aModelIsConcrete() {
    assertMistakes(
        """
          @Model
          public abstract class Base {}
        //                ^ [KILN-118] the model class Base is abstract.
        """);
  }

  @Test
  void computeMethodsAreInClasses() {
    assertMistakes(
        """
          public interface Function {
            @Compute
            double apply(double x);
        //         ^ [KILN-105] @Compute method apply is not in a @Model class.
          }
        """);
  }

  @Test
  void aModelDoesNotContainItself() {
    assertMistakes(
        """
          @Model
          public class Node {
            Node next;
        //       ^ [KILN-116] the model Node contains itself.
          }
        """);
  }

  @Test
  void modelsDoNotContainEachOther() {
    assertMistakes(
        """
          @Model
          public class Left {
            Right right;
        //        ^ [KILN-116] the model Right contains itself.
            @Model
            static class Right {
              Left left;
        //         ^ [KILN-116] the model Left contains itself.
            }
          }
        """);
  }

  @Test
  void theNamesOfGeneratedClassesAreFree() {
    assertMistakes(
        """
          @Model
          public class Taken {}
        //       ^ [KILN-123] the model Taken needs a class name that is taken:
        // Attempt to recreate a file for type demo.CompiledTaken.
          class CompiledTaken {}
        """);
  }

  @Test
  void otherModelsOfTheCompilationAreStillChecked() {
    assertMistakes(
        """
          public class Several {
            @Model
            static final class First {}
        //               ^ [KILN-102] the model class First is final, but generated code extends it.
            @Model
            static class Second {
              @Compute int f(String s) { return 0; }
        //                          ^ [KILN-113] argument 's' has type java.lang.String,
        // which is outside the compiled language.
        // Instead: compute with numbers: strings are supported only in messages of exceptions.
            }
          }
        """);
  }

  @Test
  void aClassOfJavaIsHidden() {
    assertMistakes(
        """
          @Model
          public class Line {
        //       ^ [KILN-124] in the model Line, the class demo.Line.Math hides java.lang.Math,
        // which generated code uses.
        //       ^ [KILN-124] in the model Line, the field Float hides java.lang.Float,
        // which generated code uses.
        //       ^ [KILN-124] in the model Line, the parameter Double of half(double) hides
        // java.lang.Double, which generated code uses.
            record Math(double x) {}
            double Float = 0.5;
            @Compute
            double half(double Double) {
              return Double * Float;
            }
          }
        """);
  }
}
