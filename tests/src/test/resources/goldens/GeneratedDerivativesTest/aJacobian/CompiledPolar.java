package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.kernel.array.JavaArrays;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;
import dev.kiln.spi.Workspace;

/**
 * {@link Polar} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Polar"
)
public final class CompiledPolar extends Polar implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Polar");

  private static final Workspace.Pool WORKSPACES = new Workspace.Pool();

  public CompiledPolar() {
    super();
  }

  @Override
  double[] cartesian(double[] radius, double[] angle) {
    try {
      // Polar.java:10-13
      double[] xy = new double[2 * radius.length];
      for (int i = 0; i < radius.length; i++) {
        xy[2 * i] = radius[i] * Math.cos(angle[i]);
        xy[2 * i + 1] = radius[i] * Math.sin(angle[i]);
      }
      return xy;
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(e);
    }
  }

  private static double[] cartesianResults(double[] radius, double[] angle) {
    // Polar.java:10-13
    double[] xy = new double[2 * radius.length];
    for (int i = 0; i < radius.length; i++) {
      xy[2 * i] = radius[i] * Math.cos(angle[i]);
      xy[2 * i + 1] = radius[i] * Math.sin(angle[i]);
    }
    return xy;
  }

  private static void cartesianFill(double[] radius, double[] angle, double[][] jacobian, int rows,
      int columns, double[] result0, Workspace workspace) {
    if (rows * 3 < columns) {
      double[] array = workspace.zerosLike(0, radius);
      double[] array2 = workspace.zerosLike(1, angle);
      double[] array3 = workspace.zerosLike(2, result0);
      for (int number = 0; number < rows; number++) {
        JavaArrays.clear(array);
        JavaArrays.clear(array2);
        JavaArrays.clear(array3);
        if ((number >= 0) & (number < JavaArrays.size(array3))) {
          array3[number] = 1.0;
        }
        CartesianRowResult cartesianRowResult =
            cartesianRow(radius, angle, array, array2, array3, workspace);
        double[] array4 = cartesianRowResult.result0;
        double[] array5 = cartesianRowResult.result1;
        double[] array6 = cartesianRowResult.result2;
        double[] array7 = jacobian[number];
        int number2 = JavaArrays.size(array5);
        for (int number3 = 0; number3 < number2; number3++) {
          array7[number3] = array5[number3];
        }
        int number3 = JavaArrays.size(array5);
        int number4 = JavaArrays.size(array6);
        for (int number5 = 0; number5 < number4; number5++) {
          array7[number3 + number5] = array6[number5];
        }
      }
    } else {
      double[] array = workspace.zerosLike(3, radius);
      double[] array2 = workspace.zerosLike(4, radius);
      double[] array3 = workspace.zerosLike(5, radius);
      double[] array4 = workspace.zerosLike(6, radius);
      double[] array5 = workspace.zerosLike(7, radius);
      double[] array6 = workspace.zerosLike(8, radius);
      double[] array7 = workspace.zerosLike(9, radius);
      double[] array8 = workspace.zerosLike(10, radius);
      double[] array9 = workspace.zerosLike(11, angle);
      double[] array10 = workspace.zerosLike(12, angle);
      double[] array11 = workspace.zerosLike(13, angle);
      double[] array12 = workspace.zerosLike(14, angle);
      double[] array13 = workspace.zerosLike(15, angle);
      double[] array14 = workspace.zerosLike(16, angle);
      double[] array15 = workspace.zerosLike(17, angle);
      double[] array16 = workspace.zerosLike(18, angle);
      for (int number = 0; number < columns; number += 8) {
        JavaArrays.clear(array);
        JavaArrays.clear(array2);
        JavaArrays.clear(array3);
        JavaArrays.clear(array4);
        JavaArrays.clear(array5);
        JavaArrays.clear(array6);
        JavaArrays.clear(array7);
        JavaArrays.clear(array8);
        JavaArrays.clear(array9);
        JavaArrays.clear(array10);
        JavaArrays.clear(array11);
        JavaArrays.clear(array12);
        JavaArrays.clear(array13);
        JavaArrays.clear(array14);
        JavaArrays.clear(array15);
        JavaArrays.clear(array16);
        int number2 = number + 1;
        int number3 = number + 2;
        int number4 = number + 3;
        int number5 = number + 4;
        int number6 = number + 5;
        int number7 = number + 6;
        int number8 = number + 7;
        int number9 = JavaArrays.size(array);
        if ((number >= 0) & (number < number9)) {
          array[number] = 1.0;
        }
        int number10 = number - number9;
        int number11 = JavaArrays.size(array2);
        if ((number2 >= 0) & (number2 < number11)) {
          array2[number2] = 1.0;
        }
        int number12 = number2 - number11;
        int number13 = JavaArrays.size(array3);
        if ((number3 >= 0) & (number3 < number13)) {
          array3[number3] = 1.0;
        }
        int number14 = number3 - number13;
        int number15 = JavaArrays.size(array4);
        if ((number4 >= 0) & (number4 < number15)) {
          array4[number4] = 1.0;
        }
        int number16 = number4 - number15;
        int number17 = JavaArrays.size(array5);
        if ((number5 >= 0) & (number5 < number17)) {
          array5[number5] = 1.0;
        }
        int number18 = number5 - number17;
        int number19 = JavaArrays.size(array6);
        if ((number6 >= 0) & (number6 < number19)) {
          array6[number6] = 1.0;
        }
        int number20 = number6 - number19;
        int number21 = JavaArrays.size(array7);
        if ((number7 >= 0) & (number7 < number21)) {
          array7[number7] = 1.0;
        }
        int number22 = number7 - number21;
        int number23 = JavaArrays.size(array8);
        if ((number8 >= 0) & (number8 < number23)) {
          array8[number8] = 1.0;
        }
        int number24 = number8 - number23;
        if ((number10 >= 0) & (number10 < JavaArrays.size(array9))) {
          array9[number10] = 1.0;
        }
        if ((number12 >= 0) & (number12 < JavaArrays.size(array10))) {
          array10[number12] = 1.0;
        }
        if ((number14 >= 0) & (number14 < JavaArrays.size(array11))) {
          array11[number14] = 1.0;
        }
        if ((number16 >= 0) & (number16 < JavaArrays.size(array12))) {
          array12[number16] = 1.0;
        }
        if ((number18 >= 0) & (number18 < JavaArrays.size(array13))) {
          array13[number18] = 1.0;
        }
        if ((number20 >= 0) & (number20 < JavaArrays.size(array14))) {
          array14[number20] = 1.0;
        }
        if ((number22 >= 0) & (number22 < JavaArrays.size(array15))) {
          array15[number22] = 1.0;
        }
        if ((number24 >= 0) & (number24 < JavaArrays.size(array16))) {
          array16[number24] = 1.0;
        }
        CartesianColumnsResult cartesianColumnsResult =
            cartesianColumns(
                radius, angle, array, array2, array3, array4, array5, array6, array7, array8,
                array9, array10, array11, array12, array13, array14, array15, array16);
        double[] array17 = cartesianColumnsResult.result0();
        double[] array18 = cartesianColumnsResult.result1();
        double[] array19 = cartesianColumnsResult.result2();
        double[] array20 = cartesianColumnsResult.result3();
        double[] array21 = cartesianColumnsResult.result4();
        double[] array22 = cartesianColumnsResult.result5();
        double[] array23 = cartesianColumnsResult.result6();
        double[] array24 = cartesianColumnsResult.result7();
        double[] array25 = cartesianColumnsResult.result8();
        if (number < columns) {
          int number25 = JavaArrays.size(array18);
          for (int number26 = 0; number26 < number25; number26++) {
            double value = array18[number26];
            double[] array26 = jacobian[number26];
            array26[number] = value;
          }
        }
        int number25 = number + 1;
        if (number25 < columns) {
          int number26 = JavaArrays.size(array19);
          for (int number27 = 0; number27 < number26; number27++) {
            double value = array19[number27];
            double[] array26 = jacobian[number27];
            array26[number25] = value;
          }
        }
        int number26 = number + 2;
        if (number26 < columns) {
          int number27 = JavaArrays.size(array20);
          for (int number28 = 0; number28 < number27; number28++) {
            double value = array20[number28];
            double[] array26 = jacobian[number28];
            array26[number26] = value;
          }
        }
        int number27 = number + 3;
        if (number27 < columns) {
          int number28 = JavaArrays.size(array21);
          for (int number29 = 0; number29 < number28; number29++) {
            double value = array21[number29];
            double[] array26 = jacobian[number29];
            array26[number27] = value;
          }
        }
        int number28 = number + 4;
        if (number28 < columns) {
          int number29 = JavaArrays.size(array22);
          for (int number30 = 0; number30 < number29; number30++) {
            double value = array22[number30];
            double[] array26 = jacobian[number30];
            array26[number28] = value;
          }
        }
        int number29 = number + 5;
        if (number29 < columns) {
          int number30 = JavaArrays.size(array23);
          for (int number31 = 0; number31 < number30; number31++) {
            double value = array23[number31];
            double[] array26 = jacobian[number31];
            array26[number29] = value;
          }
        }
        int number30 = number + 6;
        if (number30 < columns) {
          int number31 = JavaArrays.size(array24);
          for (int number32 = 0; number32 < number31; number32++) {
            double value = array24[number32];
            double[] array26 = jacobian[number32];
            array26[number30] = value;
          }
        }
        int number31 = number + 7;
        if (number31 < columns) {
          int number32 = JavaArrays.size(array25);
          for (int number33 = 0; number33 < number32; number33++) {
            double value = array25[number33];
            double[] array26 = jacobian[number33];
            array26[number31] = value;
          }
        }
      }
    }
    return;
  }

  private static CartesianRowResult cartesianRow(double[] radius, double[] angle, double[] dRadius,
      double[] dAngle, double[] dResult, Workspace workspace) {
    // Polar.java:10-13
    int number = radius.length;
    int number2 = 2 * number;
    double[] xy = new double[number2];
    double[] dXy = new double[number2];
    double[] saved =
        workspace.doubles(
            19,
            Math.max(number, 0),
            "cartesianVjp saves Math.cos (Polar.java:12) in each iteration of the loop at "
                + "Polar.java:11");
    double[] saved2 =
        workspace.doubles(
            20,
            Math.max(number, 0),
            "cartesianVjp saves Math.sin (Polar.java:13) in each iteration of the loop at "
                + "Polar.java:11");
    int i = 0;
    for (; i < number; i++) {
      int number3 = 2 * i;
      double value = radius[i];
      double value2 = Math.cos(angle[i]);
      xy[number3] = value * value2;
      double value3 = radius[i];
      double value4 = Math.sin(angle[i]);
      xy[number3 + 1] = value3 * value4;
      saved[i] = value2;
      saved2[i] = value4;
    }
    JavaArrays.addAll(dXy, dResult);
    for (int i2 = i - 1; i2 >= 0; i2--) {
      int number3 = 2 * i2;
      int number4 = number3 + 1;
      double value = dXy[number4];
      dXy[number4] = 0.0;
      double value2 = value * saved2[i2];
      dAngle[i2] += value * radius[i2] * Math.cos(angle[i2]);
      dRadius[i2] += value2;
      double value3 = dXy[number3];
      dXy[number3] = 0.0;
      double value4 = value3 * saved[i2];
      dAngle[i2] += -(value3 * radius[i2] * Math.sin(angle[i2]));
      dRadius[i2] += value4;
    }
    CartesianRowResult results =
        workspace.kept(21, CartesianRowResult.class, CartesianRowResult::new);
    results.result0 = xy;
    results.result1 = dRadius;
    results.result2 = dAngle;
    return results;
  }

  private static CartesianColumnsResult cartesianColumns(double[] radius, double[] angle,
      double[] dRadius0, double[] dRadius1, double[] dRadius2, double[] dRadius3, double[] dRadius4,
      double[] dRadius5, double[] dRadius6, double[] dRadius7, double[] dAngle0, double[] dAngle1,
      double[] dAngle2, double[] dAngle3, double[] dAngle4, double[] dAngle5, double[] dAngle6,
      double[] dAngle7) {
    // Polar.java:10-13
    int number = radius.length;
    int number2 = 2 * number;
    double[] xy = new double[number2];
    double[] dXy0 = new double[number2];
    double[] dXy1 = new double[number2];
    double[] dXy2 = new double[number2];
    double[] dXy3 = new double[number2];
    double[] dXy4 = new double[number2];
    double[] dXy5 = new double[number2];
    double[] dXy6 = new double[number2];
    double[] dXy7 = new double[number2];
    for (int i = 0; i < number; i++) {
      int number3 = 2 * i;
      double value = radius[i];
      double value2 = dRadius0[i];
      double value3 = dRadius1[i];
      double value4 = dRadius2[i];
      double value5 = dRadius3[i];
      double value6 = dRadius4[i];
      double value7 = dRadius5[i];
      double value8 = dRadius6[i];
      double value9 = dRadius7[i];
      double value10 = angle[i];
      double value11 = Math.cos(value10);
      double value12 = Math.sin(value10);
      double value13 = dAngle0[i];
      double value14 = dAngle1[i];
      double value15 = dAngle2[i];
      double value16 = dAngle3[i];
      double value17 = dAngle4[i];
      double value18 = dAngle5[i];
      double value19 = dAngle6[i];
      double value20 = dAngle7[i];
      xy[number3] = value * value11;
      dXy0[number3] = value2 * value11 + -(value13 * value12) * value;
      dXy1[number3] = value3 * value11 + -(value14 * value12) * value;
      dXy2[number3] = value4 * value11 + -(value15 * value12) * value;
      dXy3[number3] = value5 * value11 + -(value16 * value12) * value;
      dXy4[number3] = value6 * value11 + -(value17 * value12) * value;
      dXy5[number3] = value7 * value11 + -(value18 * value12) * value;
      dXy6[number3] = value8 * value11 + -(value19 * value12) * value;
      dXy7[number3] = value9 * value11 + -(value20 * value12) * value;
      int number4 = number3 + 1;
      double value21 = radius[i];
      double value22 = dRadius0[i];
      double value23 = dRadius1[i];
      double value24 = dRadius2[i];
      double value25 = dRadius3[i];
      double value26 = dRadius4[i];
      double value27 = dRadius5[i];
      double value28 = dRadius6[i];
      double value29 = dRadius7[i];
      double value30 = angle[i];
      double value31 = Math.sin(value30);
      double value32 = Math.cos(value30);
      double value33 = dAngle0[i];
      double value34 = dAngle1[i];
      double value35 = dAngle2[i];
      double value36 = dAngle3[i];
      double value37 = dAngle4[i];
      double value38 = dAngle5[i];
      double value39 = dAngle6[i];
      double value40 = dAngle7[i];
      xy[number4] = value21 * value31;
      dXy0[number4] = value22 * value31 + value33 * value32 * value21;
      dXy1[number4] = value23 * value31 + value34 * value32 * value21;
      dXy2[number4] = value24 * value31 + value35 * value32 * value21;
      dXy3[number4] = value25 * value31 + value36 * value32 * value21;
      dXy4[number4] = value26 * value31 + value37 * value32 * value21;
      dXy5[number4] = value27 * value31 + value38 * value32 * value21;
      dXy6[number4] = value28 * value31 + value39 * value32 * value21;
      dXy7[number4] = value29 * value31 + value40 * value32 * value21;
    }
    return new CartesianColumnsResult(xy, dXy0, dXy1, dXy2, dXy3, dXy4, dXy5, dXy6, dXy7);
  }

  /**
   * The Jacobian of {@code cartesian}: a row for each element of the result, a column for each
   * element of radius, angle.
   */
  double[][] cartesianJacobian(double[] radius, double[] angle) {
    return cartesianJacobian(this, radius, angle);
  }

  /**
   * The same for any {@code Polar}, compiled or not: what is derived from the method that this
   * class has compiled, with the fields of the given object.
   */
  static double[][] cartesianJacobian(Polar model, double[] radius, double[] angle) {
    Workspace workspace = CompiledPolar.WORKSPACES.take();
    try {
      int number = JavaArrays.size(radius) + JavaArrays.size(angle);
      double[] array = cartesianResults(radius, angle);
      int number2 = JavaArrays.size(array);
      double[][] jacobian = new double[number2][number];
      cartesianFill(radius, angle, jacobian, number2, number, array, workspace);
      return jacobian;
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(workspace.released(e));
    } finally {
      workspace.close();
    }
  }

  /**
   * The Jacobian of {@code cartesian}, written into a given array: a row for each element of the
   * result, a column for each element of radius, angle.
   */
  void cartesianJacobianInto(double[] radius, double[] angle, double[][] jacobian) {
    cartesianJacobianInto(this, radius, angle, jacobian);
  }

  /**
   * The same for any {@code Polar}, compiled or not: what is derived from the method that this
   * class has compiled, with the fields of the given object.
   */
  static void cartesianJacobianInto(Polar model, double[] radius, double[] angle,
      double[][] jacobian) {
    Workspace workspace = CompiledPolar.WORKSPACES.take();
    try {
      // Polar.java:10
      workspace.distinctArrays(23)
          .rowsApart("radius", radius, 1, 0)
          .rowsApart("angle", angle, 1, 0)
          .rowsApart("jacobian", jacobian, 2, 1)
          .require("cartesian");
      int number = JavaArrays.size(radius) + JavaArrays.size(angle);
      double[] array = cartesianResults(radius, angle);
      int number2 = JavaArrays.size(array);
      int number3 = jacobian.length;
      if (number3 != number2) {
        throw new IllegalArgumentException(
            "expected a Jacobian of length " + number2 + ", not " + number3);
      }
      for (int number4 = 0; number4 < number2; number4++) {
        int number5 = jacobian[number4].length;
        if (number5 != number) {
          throw new IllegalArgumentException(
              "expected rows of the Jacobian of length " + number + ", not " + number5);
        }
      }
      cartesianFill(radius, angle, jacobian, number2, number, array, workspace);
      return;
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(workspace.released(e));
    } finally {
      workspace.close();
    }
  }

  private static final class CartesianRowResult {
    double[] result0;

    double[] result1;

    double[] result2;
  }

  private record CartesianColumnsResult(double[] result0, double[] result1, double[] result2,
      double[] result3, double[] result4, double[] result5, double[] result6, double[] result7,
      double[] result8) {
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "demo.Polar",
            "demo.CompiledPolar",
            "Polar.java,32:10,34:11,35:12,36:13,46:10,47:11,48:12,49:13,280:10,",
            "284:11,298:12,302:13,305:11,310:13,317:12,337:10,348:11,349:12,",
            "379:13,,418:0,Polar.java,457:10,");
  }
}
