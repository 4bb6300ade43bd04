package dev.kiln.gradbench.model;

import dev.kiln.annotation.Generated;
import dev.kiln.kernel.array.JavaArrays;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;
import dev.kiln.spi.Workspace;

/**
 * {@link KMeans} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from dev.kiln.gradbench.model.KMeans"
)
public final class CompiledKMeans extends KMeans implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "dev.kiln.gradbench.model.KMeans");

  private static final Workspace.Pool WORKSPACES = new Workspace.Pool();

  public CompiledKMeans() {
    super();
  }

  @Override
  public double cost(double[][] points, double[][] centroids) {
    try {
      // KMeans.java:30-33
      double[][] columns = new double[centroids[0].length][centroids.length];
      for (int row = 0; row < centroids.length; row++) {
        for (int column = 0; column < columns.length; column++) {
          columns[column][row] = centroids[row][column];
        }
      }
      // KMeans.java:20
      double[] distances = new double[centroids.length];
      double cost = 0.0;
      // KMeans.java:22
      for (int i = 0; i < points.length; i++) {
        // KMeans.java:23
        double[] point = points[i];
        // KMeans.java:44-45
        for (int j = 0; j < distances.length; j++) {
          distances[j] = 0.0;
        }
        // KMeans.java:47-55
        for (int i2 = 0; i2 < point.length; i2++) {
          double coordinate = point[i2];
          double[] axis = columns[i2];
          for (int j = 0; j < distances.length; j++) {
            double difference = coordinate - axis[j];
            distances[j] += difference * difference;
          }
        }
        // KMeans.java:24
        double[] a = points[i];
        int smallest = 0;
        // KMeans.java:62-63
        for (int j = 1; j < distances.length; j++) {
          smallest = distances[j] < distances[smallest] ? j : smallest;
        }
        // KMeans.java:24
        double[] b = centroids[smallest];
        double sum = 0.0;
        // KMeans.java:72-74
        for (int i2 = 0; i2 < a.length; i2++) {
          double difference = a[i2] - b[i2];
          sum += difference * difference;
        }
        // KMeans.java:24
        cost += sum;
      }
      return cost;
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(e);
    }
  }

  /**
   * The value of {@code cost}, its gradient, and the product of its Hessian with a direction, by
   * forward over reverse mode.
   */
  public CostHvp costHvp(double[][] points, double[][] centroids, double[][] dCentroids) {
    return costHvp(this, points, centroids, dCentroids);
  }

  /**
   * The same for any {@code KMeans}, compiled or not: what is derived from the method that this
   * class has compiled, with the fields of the given object.
   */
  public static CostHvp costHvp(KMeans model, double[][] points, double[][] centroids,
      double[][] dCentroids) {
    Workspace workspace = CompiledKMeans.WORKSPACES.take();
    try {
      // KMeans.java:30-33
      JavaArrays.requireSimilar(
          centroids, dCentroids, "costGradient: 'centroids' and its tangent 'dCentroids'");
      double[][] dCentroids2 = JavaArrays.zerosLike(centroids);
      double[][] dDCentroids = JavaArrays.zerosLike(dCentroids);
      double[] array = centroids[0];
      double[] array2 = dCentroids[0];
      double[] array3 = dCentroids2[0];
      double[] array4 = dDCentroids[0];
      int number = array.length;
      int number2 = centroids.length;
      double[][] columns = workspace.doubles(0, number, number2);
      for (int row = 0; row < number2; row++) {
        for (int column = 0; column < columns.length; column++) {
          double[] array5 = columns[column];
          double[] array6 = centroids[row];
          double[] array7 = dCentroids[row];
          double[] array8 = dCentroids2[row];
          double[] array9 = dDCentroids[row];
          array5[row] = array6[column];
        }
      }
      // KMeans.java:20
      double[] distances = workspace.doubles(1, number2);
      double cost = 0.0;
      // KMeans.java:22
      for (int i = 0; i < points.length; i++) {
        // KMeans.java:23
        double[] point = points[i];
        // KMeans.java:44-45
        for (int j = 0; j < distances.length; j++) {
          distances[j] = 0.0;
        }
        // KMeans.java:47-55
        for (int i2 = 0; i2 < point.length; i2++) {
          double coordinate = point[i2];
          double[] axis = columns[i2];
          for (int j = 0; j < distances.length; j++) {
            double difference = coordinate - axis[j];
            distances[j] += difference * difference;
          }
        }
        int smallest = 0;
        // KMeans.java:62-63
        for (int j = 1; j < distances.length; j++) {
          smallest = distances[j] < distances[smallest] ? j : smallest;
        }
        // KMeans.java:24
        double[] b = centroids[smallest];
        double[] dB = dCentroids[smallest];
        double[] dB2 = dCentroids2[smallest];
        double[] dDB = dDCentroids[smallest];
        double sum = 0.0;
        // KMeans.java:72-74
        for (int i2 = 0; i2 < point.length; i2++) {
          double value = point[i2];
          double value2 = b[i2];
          double value3 = dB[i2];
          double difference = value - value2;
          sum += difference * difference;
        }
        int number3 = point.length;
        // KMeans.java:24
        cost += sum;
        double dSum = 1.0;
        // KMeans.java:72-74
        for (int i2 = 0; i2 < number3; i2++) {
          double value = point[i2];
          double value2 = b[i2];
          double value3 = dB[i2];
          double value4 = dSum * (value - value2);
          double value5 = -value3 * dSum;
          dB2[i2] += -(value4 + value4);
          dDB[i2] += -(value5 + value5);
        }
      }
      return new CostHvp(cost, dCentroids2, dDCentroids);
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(workspace.released(e));
    } finally {
      workspace.close();
    }
  }

  /**
   * The value and the derivatives of {@code cost}.
   *
   * @param value the value of the method
   * @param centroids the derivative with respect to {@code centroids}
   * @param centroidsProduct the part of the product that belongs to {@code centroids}
   */
  public record CostHvp(double value, double[][] centroids, double[][] centroidsProduct) {
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "dev.kiln.gradbench.model.KMeans",
            "dev.kiln.gradbench.model.CompiledKMeans",
            "KMeans.java,32:30,34:31,35:32,36:33,40:20,43:22,45:23,47:44,48:45,",
            "51:47,52:48,54:53,55:54,56:55,60:24,63:62,64:63,67:24,70:72,71:73,",
            "72:74,75:24,,88:0,KMeans.java,99:30,111:31,112:32,113:33,122:20,",
            "125:22,127:23,129:44,130:45,133:47,134:48,136:53,137:54,138:55,",
            "143:62,144:63,147:24,153:72,154:73,158:74,160:72,162:24,165:72,",
            "166:74,171:73,");
  }
}
