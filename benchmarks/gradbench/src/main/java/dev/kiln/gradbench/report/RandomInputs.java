package dev.kiln.gradbench.report;

import dev.kiln.gradbench.eval.BaInput;
import dev.kiln.gradbench.eval.GmmInput;
import dev.kiln.gradbench.eval.HtInput;
import dev.kiln.gradbench.eval.KMeansInput;
import dev.kiln.gradbench.eval.LstmInput;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Inputs of any size, distributed as the suite's own; a seed always gives the same. */
public final class RandomInputs {
  private static final int FINGERS = 5;
  private static final int BONES = 1 + 4 * FINGERS + 1;

  private final Random random;

  /** Inputs from a seed. */
  public RandomInputs(long seed) {
    random = new Random(seed);
  }

  /** {@code n} points in {@code d} dimensions, {@code k} components. */
  public GmmInput gmm(int d, int k, int n) {
    double[][] x = array(n, d, random::nextGaussian);
    double[] alpha = array(k, random::nextGaussian);
    double[][] mu = array(k, d, random::nextDouble);
    double[][] q = array(k, d, random::nextGaussian);
    double[][] l = array(k, d * (d - 1) / 2, random::nextGaussian);
    return new GmmInput(alpha, mu, q, l, x, 1, 0);
  }

  /** {@code n} cameras, {@code m} points and {@code p} observations. */
  public BaInput ba(int n, int m, int p) {
    double[] camera = array(11, random::nextGaussian);
    camera[6] = 400 + 10 * random.nextDouble();
    camera[9] = 0.1 * random.nextDouble();
    camera[10] = 0.01 * random.nextDouble();
    double[] point = array(3, random::nextGaussian);
    return new BaInput(n, m, p, camera, point, random.nextDouble(), array(2, random::nextDouble));
  }

  /** A text of characters with so many bits, and layers of the same width. */
  public LstmInput lstm(int layers, int bits, int characters) {
    double[][] state = array(2 * layers, bits, random::nextDouble);
    double[][] main = array(2 * layers, 4 * bits, random::nextDouble);
    double[][] extra = array(3, bits, random::nextDouble);
    double[][] text = array(characters, bits, () -> random.nextInt(2));
    return new LstmInput(main, extra, state, text);
  }

  /** The last {@code k} of {@code n} points in {@code d} dimensions are the centroids. */
  public KMeansInput kmeans(int k, int n, int d) {
    double[][] points = array(n, d, random::nextDouble);
    double[][] centroids = new double[k][];
    for (int i = 0; i < k; i++) {
      centroids[i] = points[n - k + i].clone();
    }
    return new KMeansInput(points, centroids);
  }

  /** A hand of random shape, as large as the suite's small one. */
  public HtInput ht(int points, boolean complicated) {
    int vertices = 544;
    int[][] triangles = new int[1084][3];
    for (int[] triangle : triangles) {
      Arrays.setAll(triangle, i -> random.nextInt(vertices));
    }
    double[][] positions = array(vertices, 4, random::nextGaussian);
    for (double[] position : positions) {
      position[3] = 1;
    }
    HtInput.Model model =
        new HtInput.Model(
            parents(), transforms(), transforms(), positions, weights(vertices), triangles, false);
    int[] correspondences =
        random.ints(points, 0, complicated ? triangles.length : vertices).toArray();
    HtInput.Data data =
        new HtInput.Data(model, correspondences, array(points, 3, random::nextGaussian));
    double[][] places =
        complicated ? array(points, 2, () -> 0.5 * random.nextDouble()) : new double[0][];
    return new HtInput(array(26, random::nextGaussian), data, places);
  }

  /** The wrist, five fingers of four bones, and the forearm. */
  private static int[] parents() {
    int[] parents = new int[BONES];
    parents[0] = -1;
    for (int bone = 1; bone < BONES - 1; bone++) {
      parents[bone] = bone % 4 == 1 ? 0 : bone - 1;
    }
    return parents;
  }

  private double[][][] transforms() {
    double[][][] transforms = new double[BONES][4][];
    for (double[][] transform : transforms) {
      for (int row = 0; row < 3; row++) {
        transform[row] = array(4, random::nextGaussian);
      }
      transform[3] = new double[] {0, 0, 0, 1};
    }
    return transforms;
  }

  /** Every vertex follows two bones, as is usual. */
  private double[][] weights(int vertices) {
    double[][] weights = new double[vertices][BONES];
    for (double[] row : weights) {
      double weight = random.nextDouble();
      row[random.nextInt(BONES)] += weight;
      row[random.nextInt(BONES)] += 1 - weight;
    }
    return weights;
  }

  private static double[] array(int size, DoubleSupplier next) {
    double[] result = new double[size];
    Arrays.setAll(result, i -> next.getAsDouble());
    return result;
  }

  private static double[][] array(int rows, int columns, DoubleSupplier next) {
    double[][] result = new double[rows][];
    Arrays.setAll(result, i -> array(columns, next));
    return result;
  }
}
