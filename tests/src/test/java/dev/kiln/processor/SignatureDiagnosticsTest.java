package dev.kiln.processor;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which methods can be compute methods, by their signatures. */
class SignatureDiagnosticsTest {
  @ParameterizedTest
  @ValueSource(strings = {"static", "private", "final", "synchronized"})
  void aComputeMethodCanBeOverridden(String modifier) {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            %1$s
            double same(double x) { return x; }
        //         ^ [KILN-104] @Compute method same is %1$s,
        // so generated code cannot override it.
          }
        """
            .formatted(modifier));
  }

  @Test
  void aComputeMethodIsNotNative() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            native double same(double x);
        //                ^ [KILN-104] @Compute method same is native,
        // so generated code cannot override it.
          }
        """);
  }

  @Test
  void anInheritedComputeMethodHasABody() {
    assertMistakes(
        """
          @Model
          public class Line extends Base { double same(double x) { return x; } }
          abstract class Base {
            @Compute abstract double other(double x);
        //                           ^ [KILN-104] @Compute method other is abstract,
        // so generated code cannot override it.
          }
        """);
  }

  @Test
  void aComputeMethodIsNotGeneric() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute <T> double same(double x) { return x; }
        //                      ^ [KILN-117] same is generic.
          }
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "java.lang.String | compute with numbers: strings are supported only in messages of"
            + " exceptions",
        "java.lang.Double | use double",
        "java.lang.Object | use the type that the value has",
        "java.lang.String[] | use int, long, float, double, boolean, Tensor, records of these, and"
            + " arrays without tensors",
        "java.util.List<java.lang.Double> | use an array of a fixed length, and a count of the"
            + " elements in use"
      })
  void argumentsAreOfTheCompiledLanguage(String type, String instead) {
    String blanks = " ".repeat(type.length());
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute double constant(%1$s x) { return 1; }
        //                           %2$s ^ [KILN-113] argument 'x' has type %1$s,
        // which is outside the compiled language. Instead: %3$s.
          }
        """
            .formatted(type, blanks, instead));
  }

  @Test
  void resultsAreOfTheCompiledLanguage() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute Void letter(int x) { return null; }
        //                ^ [KILN-113] the result has type java.lang.Void,
        // which is outside the compiled language.
          }
        """);
  }

  @Test
  void componentsOfRecordsAreOfTheCompiledLanguage() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Named(String name, double x) {}
        //                      ^ [KILN-113] component 'name' has type java.lang.String,
        // which is outside the compiled language.
        // Instead: compute with numbers: strings are supported only in messages of exceptions.
            @Compute double value(Named named) { return named.x(); }
          }
        """);
  }

  @Test
  void aRecordWhoseCompactConstructorChangesComponentsIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Positive(double x) {
              Positive { if (x < 0) { x = 0; } }
            }
            @Compute double value(Positive p) { return p.x(); }
        //                                 ^ [KILN-114] the record Positive has
        // a constructor that changes components, which would run again.
          }
        """);
  }

  @Test
  void aRecordWhoseCanonicalConstructorChangesComponentsIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Half(double x) {
              Half(double x) { this.x = x / 2; }
            }
            @Compute double value(Half p) { return p.x(); }
        //                             ^ [KILN-114] the record Half has
        // a constructor that changes components, which would run again.
          }
        """);
  }

  @Test
  void aRecordWithAnAccessorIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Half(double x) {
              public double x() { return x / 2; }
            }
            @Compute double value(Half p) { return p.x(); }
        //                             ^ [KILN-114] the record Half has
        // an accessor x() with code, which would not run.
          }
        """);
  }

  @Test
  void aRecordDoesNotContainItself() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Node(double x, Node left, Node right) {}
        //                             ^ [KILN-119] the record Node contains itself.
            @Compute double value(Node node) { return node.x(); }
          }
        """);
  }

  @Test
  void arraysOfRecordsHaveNoTensors() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Sample(@Shape("n") Tensor x) {}
            @Compute double value(Sample[] samples) { return samples.length; }
        //                                 ^ [KILN-113] argument 'samples' has type
        // demo.Line.Sample[], which is outside the compiled language.
          }
        """);
  }

  @Test
  void aRecordDoesNotContainArraysOfItself() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Tree(double x, Forest[] parts) {}
        //                                 ^ [KILN-119] the record Tree contains itself.
            record Forest(Tree[] trees) {}
            @Compute double value(Tree tree) { return tree.x(); }
          }
        """);
  }

  @Test
  void theRecordOfAnArrayKeepsItsComponents() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Half(double x) {
              Half { x = x / 2; }
            }
            @Compute double value(Half[] all) { return all[0].x(); }
        //                               ^ [KILN-114] the record Half has
        // a constructor that changes components, which would run again.
          }
        """);
  }

  @Test
  void aRecordThatLeavesTheMethodIsNotPrivate() {
    assertMistakes(
        """
          @Model
          public class Line {
            private record Half(double x) {}
            record Pair(Half[] halves) {}
            @Compute double value(Half half) { return half.x(); }
        //                             ^ [KILN-125] the record Half is private,
        // and generated code has to name it.
            @Compute double first(Pair[] pairs) { return pairs[0].halves()[0].x(); }
        //                               ^ [KILN-125] the record Half is private,
        // and generated code has to name it.
            @Compute Half[] made(int n) { return new Half[n]; }
        //                  ^ [KILN-125] the record Half is private,
        // and generated code has to name it.
            @Compute double inside(int n) { return new Half[] {new Half(n)}[0].x(); }
          }
        """);
  }

  @Test
  void aRecordOfALibraryIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute double value(dev.kiln.type.RecordType r) { return 1; }
        //                                                 ^ [KILN-120] the source of the record
        // RecordType is not in this compilation, so its constructor may contain code.
          }
        """);
  }

  @Test
  void aDifferentiableMethodIsComputed() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Differentiable double same(double x) { return x; }
        //                         ^ [KILN-115] @Differentiable method same is not @Compute.
          }
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"int", "long", "boolean"})
  void aDerivativeIsOfAFloatingPointNumber(String type) {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable %1$s
            same(%1$s x) { return x; }
        //  ^ [KILN-401] @Differentiable method same returns %1$s.
          }
        """
            .formatted(type));
  }

  @Test
  void aDerivativeIsOfOneNumber() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable
            Tensor twice(@Shape("3") Tensor x) { return x.add(x); }
        //         ^ [KILN-401] @Differentiable method twice returns f32[3].
          }
        """);
  }

  @Test
  void aDerivativeIsOfSomething() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable
            void nothing(double x) {}
        //       ^ [KILN-401] @Differentiable method nothing returns nothing.
          }
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"y", "n", "k", "square"})
  void wrtNamesFloatingPointInputs(String name) {
    assertMistakes(
        """
          @Model
          public class Line {
            int k = 2;
            @Compute @Differentiable(wrt = "%1$s")
            double square(double x, int n) { return x * x * n * k; }
        //         ^ [KILN-402] wrt names '%1$s', which is not a floating-point input of square. Instead: name arguments, or parameters that the method reads: x.
          }
        """
            .formatted(name));
  }
}
