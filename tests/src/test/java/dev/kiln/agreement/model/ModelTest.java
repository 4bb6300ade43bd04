package dev.kiln.agreement.model;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Fields, constants, nested models, inheritance. */
public final class ModelTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "Fields",
                """
            final int count = 3;
            double scale = 0.1;
            final double[] table = {1, 2, 4};
            boolean negate = true;

            @Compute double f(int x) {
              double sum = 0;
              for (int i = 0; i < count; i++) {
                sum += table[i % table.length] * scale * x;
              }
              return negate ? -sum : this.scale;
            }
            """)
            .on(1)
            .on(7),
        model(
                "StoresInFieldArray",
                """
            final int[] memory = new int[4];

            @Compute int f(int x) {
              int[] m = memory;
              m[x & 3] += x;
              memory[0]++;
              return m[0] * 100 + memory[x & 3];
            }
            """)
            .on(2)
            .on(8),
        model(
                "Constants",
                """
            static final double RATE = 0.5 / 3;
            static final int SIZE = 1 << 4;
            static final long LIMIT = SIZE * 3L - 1;
            private static final boolean SIGNED = SIZE > 3;

            @Compute double f(double x) {
              final int twice = 2 * SIZE;
              return SIGNED ? -x * RATE + LIMIT + twice + Math.PI + Integer.MIN_VALUE : Math.E;
            }
            """)
            .on(2.0)
            .on(-0.7),
        model(
                "Parameters",
                """
            @Parameter double slope = 2.5;
            @Parameter float bias = 0.1f;

            @Compute double f(double x) {
              return slope * x + bias;
            }
            """)
            .on(3.0)
            .on(-0.1),
        types(
                "ConstructorOfModel",
                """
            @Model
            class ConstructorOfModel {
              final double[] weights;
              int order;

              ConstructorOfModel() {
                this(4);
                order++;
              }

              ConstructorOfModel(int order) {
                this.order = order;
                weights = new double[order + 2];
                for (int i = 0; i < weights.length; i++) {
                  weights[i] = 1.0 / (i + 1);
                }
              }

              @Compute
              double f(double x) {
                double sum = 0;
                for (int i = order; i >= 0; i--) {
                  sum = sum * x + weights[i];
                }
                return sum;
              }
            }
            """)
            .on(0.5)
            .on(-2.0),
        types(
                "NestedModels",
                """
            @Model
            class NestedModels {
              final Layer first = new Layer(2, 1);
              final Layer second = new Layer(-0.5, 3);

              @Compute
              double f(double x) {
                double hidden = first.apply(x);
                return second.apply(hidden) + second.offset;
              }
            }

            @Model
            class Layer {
              @Parameter double scale;
              double offset;

              Layer(double scale, double offset) {
                this.scale = scale;
                this.offset = offset;
              }

              @Compute
              double apply(double x) {
                double y = scale * x + offset;
                return y > 0 ? y : y * 0.01;
              }
            }
            """)
            .on(1.0)
            .on(10.0)
            .on(-4.0),
        types(
                "DeeplyNestedModels",
                """
            @Model
            class DeeplyNestedModels {
              final Middle middle = new Middle();
              double own = 0.25;

              @Compute
              double f(double x) {
                return middle.f(x) * own + middle.inner.bias;
              }
            }

            @Model
            class Middle {
              final Inner inner = new Inner();

              @Compute
              double f(double x) {
                double y = x;
                for (int i = 0; i < 3; i++) {
                  y = inner.f(y);
                }
                return y;
              }
            }

            @Model
            class Inner {
              double bias = 1.5;

              @Compute
              double f(double x) {
                return x / 2 + bias;
              }
            }
            """)
            .on(8.0)
            .on(-0.0),
        types(
                "Inheritance",
                """
            @Model
            class Inheritance extends Base {
              double factor = 3;

              @Override
              double shape(double x) {
                return x * factor;
              }

              @Compute
              double f(double x) {
                return g(x) - offset;
              }
            }

            @Model
            class Base {
              double offset = 10;

              double shape(double x) {
                return x + offset;
              }

              @Compute
              double g(double x) {
                return shape(x) * 2 + offset;
              }
            }
            """)
            .on(1.5)
            .calling("g", 1.5),
        types(
                "SuperCalls",
                """
            @Model
            class SuperCalls extends Parent {
              @Override
              @Compute
              int f(int x) {
                return super.f(x) * 100 + step(x);
              }

              @Override
              int step(int x) {
                return super.step(x) + 1;
              }
            }

            @Model
            class Parent extends Grandparent {
              @Override
              @Compute
              int f(int x) {
                return super.f(x) + step(x);
              }
            }

            @Model
            class Grandparent {
              @Compute
              int f(int x) {
                return step(x) * 2;
              }

              int step(int x) {
                return x + 3;
              }
            }
            """)
            .on(1)
            .on(-3),
        types(
                "AbstractBase",
                """
            @Model
            class AbstractBase extends Template {
              @Override
              double term(int i) {
                return 1.0 / (i * i + 1);
              }
            }

            abstract class Template {
              abstract double term(int i);

              @Compute
              double f(int n) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                  sum += term(i);
                }
                return sum;
              }
            }
            """)
            .on(0)
            .on(10),
        types(
                "PrivateMethodsOfBothClasses",
                """
            @Model
            class PrivateMethodsOfBothClasses extends Upper {
              private int secret(int x) {
                return x + 1000;
              }

              @Compute
              int f(int x) {
                return secret(x) + g(x);
              }
            }

            @Model
            class Upper {
              private int secret(int x) {
                return x * 2;
              }

              @Compute
              int g(int x) {
                return secret(x);
              }
            }
            """)
            .on(4),
        types(
                "ShadowedNames",
                """
            @Model
            class ShadowedNames {
              int x = 7;
              static final int y = 5;

              @Compute
              int f(int x) {
                int sum = x + this.x;
                for (int y = 0; y < 2; y++) {
                  sum = sum * 10 + y + ShadowedNames.y;
                }
                return sum + y;
              }
            }
            """)
            .on(1)
            .on(2),
        types(
                "FieldsOfNestedArrays",
                """
            @Model
            class FieldsOfNestedArrays {
              final double[][] table = {{1, 2}, {3}};
              final Cell cell = new Cell();

              @Compute
              double f(int i) {
                table[i][0] += cell.values[i];
                cell.values[i]++;
                return table[i][table[i].length - 1];
              }
            }

            @Model
            class Cell {
              final double[] values = {0.5, 0.25};
            }
            """)
            .on(0)
            .on(1),
        types(
                "Enclosing.Nested",
                """
            final class Enclosing {
              static final int BASE = 4;

              @Model
              static class Nested {
                int field = 2;

                @Compute
                int f(int x) {
                  return shifted(x) + field;
                }
              }

              static int shifted(int x) {
                return x << BASE;
              }

              private Enclosing() {}
            }
            """)
            .on(3));
  }
}
