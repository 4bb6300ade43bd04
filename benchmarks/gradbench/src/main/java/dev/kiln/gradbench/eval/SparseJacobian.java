package dev.kiln.gradbench.eval;

import java.util.Arrays;

/**
 * The derivatives of all residuals of {@code ba}: two rows of 15 numbers for each observation, then
 * one row of one number for each weight. The numbers of row {@code r} and their columns are at
 * {@code rows[r]} to {@code rows[r + 1]}.
 */
public final class SparseJacobian {
  /** How many derivatives an observation has: of two errors, by camera, point and weight. */
  public static final int BLOCK = 30;

  private static final int CAMERA = 11;
  private static final int POINT = 3;

  /** How many of them one error has. */
  public static final int ROW = CAMERA + POINT + 1;

  /** The output of {@code jacobian}: of each list the first 30 and the last. */
  public record Sample(int[] rows, int[] cols, double[] vals) {}

  private final BaProblem problem;
  private final int[] rows;
  private final int[] columns;
  private final double[] values;

  /** A matrix of a problem, without values. */
  public SparseJacobian(BaProblem problem) {
    this.problem = problem;
    int observations = problem.observations();
    rows = new int[3 * observations + 1];
    columns = new int[(BLOCK + 1) * observations];
    values = new double[columns.length];
  }

  /**
   * All values: at {@code 30 i} the two rows of observation {@code i}, each by camera, point and
   * weight; behind the observations one for each weight.
   */
  public double[] values() {
    return values;
  }

  /** Writes where the values belong. */
  public void index() {
    int observations = problem.observations();
    int firstPoint = CAMERA * problem.cameras().length;
    int firstWeight = firstPoint + POINT * problem.points().length;
    for (int i = 0; i < observations; i++) {
      int start = BLOCK * i;
      rows[2 * i] = start;
      rows[2 * i + 1] = start + ROW;
      int camera = CAMERA * problem.cameraOf()[i];
      int point = firstPoint + POINT * problem.pointOf()[i];
      indexRow(start, camera, point, firstWeight + i);
      indexRow(start + ROW, camera, point, firstWeight + i);
    }
    for (int i = 0; i < observations; i++) {
      rows[2 * observations + i] = BLOCK * observations + i;
      columns[BLOCK * observations + i] = firstWeight + i;
    }
    rows[3 * observations] = values.length;
  }

  private void indexRow(int start, int camera, int point, int weight) {
    for (int i = 0; i < CAMERA; i++) {
      columns[start + i] = camera + i;
    }
    for (int i = 0; i < POINT; i++) {
      columns[start + CAMERA + i] = point + i;
    }
    columns[start + CAMERA + POINT] = weight;
  }

  /** What the suite looks at. */
  public Sample sample() {
    int[] sampleRows = Arrays.copyOf(rows, BLOCK + 1);
    int[] sampleColumns = Arrays.copyOf(columns, BLOCK + 1);
    double[] sampleValues = Arrays.copyOf(values, BLOCK + 1);
    sampleRows[BLOCK] = rows[rows.length - 1];
    sampleColumns[BLOCK] = columns[columns.length - 1];
    sampleValues[BLOCK] = values[values.length - 1];
    return new Sample(sampleRows, sampleColumns, sampleValues);
  }
}
