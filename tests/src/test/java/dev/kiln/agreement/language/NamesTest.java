package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Names that generated code has to tell from its own and from those that every class has. */
final class NamesTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        types(
                "NamesOfObject",
                """
                @Model
                class NamesOfObject {
                  @Parameter double notifyAll = 3;
                  @Parameter double hashCode = 5;

                  @Compute @Differentiable
                  double wait(double x, double wait) {
                    return x * wait * notifyAll;
                  }

                  @Compute @Differentiable
                  double finalize(double toString, double getClass) {
                    return toString / getClass * hashCode;
                  }

                  @Compute @Differentiable
                  double clone(double clone) {
                    return clone * clone;
                  }

                  @Compute @Differentiable
                  double notify(double notify, double x) {
                    return wait(notify, x) - notify;
                  }

                  @Compute @Differentiable
                  double toString(double x) {
                    return x * x * x;
                  }

                  @Compute @Differentiable
                  double equals(double x) {
                    return 2 * x;
                  }
                }
                """)
            .calling("wait", 2.0, 0.5)
            .calling("finalize", 2.0, 0.5)
            .calling("clone", 3.0)
            .calling("notify", 1.5, 4.0)
            .calling("toString", 1.5)
            .calling("equals", 1.5),
        types(
                "NamesOfGeneratedMembers",
                """
                @Model
                class NamesOfGeneratedMembers {
                  record Saved(double workspace) {}

                  @Parameter double WORKSPACES = 2;
                  double CONSTANT_1 = 3;
                  double SourceLines = 5;
                  double CompiledNamesOfGeneratedMembers = 7;
                  double Workspace = 11;
                  double SavedLayout = 13;
                  double dev = 17;

                  @Compute @Differentiable
                  double f(double[] workspace, double results, double arrays, double e) {
                    Saved[] saved = new Saved[workspace.length];
                    double[] java = new double[workspace.length];
                    for (int i = 0; i < workspace.length; i++) {
                      java[i] = Math.exp(workspace[i]) * WORKSPACES;
                      saved[i] = new Saved(java[i] * java[i]);
                    }
                    double sum = 0;
                    for (Saved each : saved) {
                      sum += each.workspace() * results + Math.sin(each.workspace());
                    }
                    return Math.log(sum) * arrays * CONSTANT_1 * SourceLines * Workspace * SavedLayout
                        + e * CompiledNamesOfGeneratedMembers * dev;
                  }
                }
                """)
            .on(new double[] {0.5, -0.25, 0.125}, 1.5, 0.5, 0.25),
        types(
                "ClassNamesOfArguments",
                """
                @Model
                class ClassNamesOfArguments {
                  record Point(double x, double y) {}

                  @Compute @Differentiable
                  double f(double[] JavaArrays, double Workspace, double PointLayout, double Point,
                      double dev) {
                    Point[] points = new Point[JavaArrays.length];
                    for (int i = 0; i < points.length; i++) {
                      points[i] = new Point(JavaArrays[i] * PointLayout, Workspace);
                    }
                    double sum = 0;
                    for (Point each : points) {
                      sum += each.x() * each.x() * each.y() * Point;
                    }
                    JavaArrays[0] += 0;
                    return sum * dev;
                  }
                }
                """)
            .on(new double[] {0.5, -0.25}, 1.5, 0.5, 0.25, 2.0),
        types(
                "NamesOfGeneratedTypes",
                """
                @Model
                class NamesOfGeneratedTypes {
                  record FGradient(double x) {}

                  record StepResult(double x, double y) {}

                  record Workspace(double x) {}

                  record Override(double x) {}

                  @Compute @Differentiable
                  double f(double x, int n) {
                    FGradient first = new FGradient(x * 2);
                    StepResult last = step(first.x(), n);
                    return last.x() * last.y() * new Workspace(x).x() * new Override(3).x();
                  }

                  StepResult step(double x, int n) {
                    return n == 0
                        ? new StepResult(x, x * x)
                        : new StepResult(step(x, n - 1).x() * x, step(x, n - 1).y() + x);
                  }
                }
                """)
            .on(0.75, 3),
        types(
                "NamesOfNeighbours",
                """
                @Model
                class NamesOfNeighbours {
                  @Compute @Differentiable
                  double f(double[] x, int n) {
                    double sum = 0;
                    for (double each : x) {
                      sum += each * each;
                    }
                    if (n < 0) {
                      throw new java.lang.IllegalStateException("n is " + n);
                    }
                    return sum * Override.FACTOR + Graph.FACTOR + Object.FACTOR;
                  }
                }

                class Override {
                  static final double FACTOR = 2;
                }

                class Graph {
                  static final double FACTOR = 3;
                }

                class Object {
                  static final double FACTOR = 5;
                }

                class Error {}

                class RuntimeException {}

                class Workspace {}

                class Feeds {}

                class Generated {}

                class IllegalStateException {}
                """)
            .on(new double[] {0.5, 2}, 1)
            .calling("f", new double[] {0.5, 2}, 1),
        types(
                "smallName",
                """
                @Model
                class smallName {
                  record point(double x) {}

                  @Parameter double w = 3;

                  @Compute @Differentiable
                  double f(double x) {
                    point point = new point(x * w);
                    return point.x() * point.x();
                  }
                }
                """)
            .on(0.75));
  }
}
