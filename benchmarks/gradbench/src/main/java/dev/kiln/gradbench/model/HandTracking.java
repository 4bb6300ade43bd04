package dev.kiln.gradbench.model;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

/**
 * How far measured points are from the surface of a posed hand.
 *
 * <p>The formulas are those of the suite's {@code ht}: every bone turns relative to its parent,
 * every vertex of the mesh follows its bones by weight, and the whole hand turns and moves. A
 * transform is affine: three rows of four numbers, {@code [12]}.
 *
 * <p>The pose {@code theta} is {@code [26]}: global rotation (3, by Rodrigues' vector), global
 * translation (3), and for each of five fingers the bend and the spread of its second bone and the
 * bends of its third and fourth.
 */
@Model
public class HandTracking {
  /** Below this angle the global rotation is the identity. */
  private static final double SMALLEST_ANGLE = 0.0001;

  /**
   * Measured points minus the vertices that they belong to.
   *
   * @param theta {@code [26]}, the pose
   * @param hand the shape of the hand
   * @param correspondences {@code [n]}, the vertex of each point
   * @param points {@code [n][3]}, the measured points
   * @param error {@code [3n]}, receives the differences
   */
  @Compute
  @Differentiable(wrt = "theta", modes = Differentiable.Mode.JACOBIAN)
  public void residuals(
      double[] theta, HandModel hand, int[] correspondences, double[][] points, double[] error) {
    double[][] vertices = pose(theta, hand);
    for (int i = 0; i < points.length; i++) {
      double[] vertex = vertices[correspondences[i]];
      for (int axis = 0; axis < 3; axis++) {
        error[3 * i + axis] = points[i][axis] - vertex[axis];
      }
    }
  }

  /**
   * Measured points minus points on the triangles that they belong to.
   *
   * @param theta {@code [26]}, the pose
   * @param shift {@code [2]}, added to the place of every point on its triangle; the residuals of a
   *     point depend on its own place only, so the derivatives with respect to the shift are all
   *     the derivatives with respect to the places that are not zero
   * @param places {@code [n][2]}, the barycentric coordinates of each point
   * @param hand the shape of the hand
   * @param correspondences {@code [n]}, the triangle of each point
   * @param points {@code [n][3]}, the measured points
   * @param error {@code [3n]}, receives the differences
   */
  @Compute
  @Differentiable(
      wrt = {"shift", "theta"},
      modes = Differentiable.Mode.JACOBIAN)
  public void surfaceResiduals(
      double[] shift,
      double[] theta,
      double[][] places,
      HandModel hand,
      int[] correspondences,
      double[][] points,
      double[] error) {
    double[][] vertices = pose(theta, hand);
    for (int i = 0; i < points.length; i++) {
      int[] triangle = hand.triangles()[correspondences[i]];
      double[] a = vertices[triangle[0]];
      double[] b = vertices[triangle[1]];
      double[] c = vertices[triangle[2]];
      double u = places[i][0] + shift[0];
      double v = places[i][1] + shift[1];
      for (int axis = 0; axis < 3; axis++) {
        double onHand = u * a[axis] + v * b[axis] + (1 - u - v) * c[axis];
        error[3 * i + axis] = points[i][axis] - onHand;
      }
    }
  }

  /** All vertices of the posed hand, {@code [vertices][3]}. */
  private static double[][] pose(double[] theta, HandModel hand) {
    double[][] transforms = transforms(theta, hand);
    double[][] positions = hand.basePositions();
    double[][] vertices = new double[positions.length][3];
    double[] global = globalTransform(theta);
    double mirror = hand.isMirrored() ? -1 : 1;
    for (int v = 0; v < positions.length; v++) {
      skin(transforms, hand.weights()[v], positions[v], mirror, global, vertices[v]);
    }
    return vertices;
  }

  /**
   * One vertex: the weighted mean of where its bones would take it, then the global transform. Most
   * vertices follow one or two bones only.
   */
  private static void skin(
      double[][] transforms,
      double[] weights,
      double[] position,
      double mirror,
      double[] global,
      double[] result) {
    double x = 0;
    double y = 0;
    double z = 0;
    for (int bone = 0; bone < weights.length; bone++) {
      double weight = weights[bone];
      if (weight != 0) {
        double[] t = transforms[bone];
        x += weight * affine(t, 0, position);
        y += weight * affine(t, 4, position);
        z += weight * affine(t, 8, position);
      }
    }
    x *= mirror;
    for (int axis = 0; axis < 3; axis++) {
      int row = 4 * axis;
      result[axis] = global[row] * x + global[row + 1] * y + global[row + 2] * z + global[row + 3];
    }
  }

  private static double affine(double[] transform, int row, double[] position) {
    return transform[row] * position[0]
        + transform[row + 1] * position[1]
        + transform[row + 2] * position[2]
        + transform[row + 3] * position[3];
  }

  /** What takes a point from the base pose to the pose, for each bone. */
  private static double[][] transforms(double[] theta, HandModel hand) {
    int bones = hand.parents().length;
    double[][] absolutes = new double[bones][12];
    double[][] transforms = new double[bones][12];
    double[] turn = new double[12];
    double[] relative = new double[12];
    for (int bone = 0; bone < bones; bone++) {
      turn(theta, bone, turn);
      int parent = hand.parents()[bone];
      if (parent < 0) {
        multiply(hand.baseRelatives()[bone], turn, absolutes[bone]);
      } else {
        multiply(hand.baseRelatives()[bone], turn, relative);
        multiply(absolutes[parent], relative, absolutes[bone]);
      }
      multiply(absolutes[bone], hand.inverseBaseAbsolutes()[bone], transforms[bone]);
    }
    return transforms;
  }

  /**
   * How a bone turns relative to its rest. Bone 0 is the wrist, then come four for each finger; the
   * first of a finger does not turn, nor does what follows the fingers.
   */
  private static void turn(double[] theta, int bone, double[] result) {
    int finger = (bone - 1) / 4;
    int joint = bone - 1 - 4 * finger;
    double bend = 0;
    double spread = 0;
    if (bone > 0 && finger < 5 && joint > 0) {
      int first = 6 + 4 * finger;
      bend = theta[joint == 1 ? first : first + joint];
      spread = joint == 1 ? theta[first + 1] : 0;
    }
    rotation(bend, spread, result);
  }

  /** Around the first axis by {@code bend}, then around the third by {@code spread}. */
  private static void rotation(double bend, double spread, double[] result) {
    double cosBend = Math.cos(bend);
    double sinBend = Math.sin(bend);
    double cosSpread = Math.cos(spread);
    double sinSpread = Math.sin(spread);
    result[0] = cosSpread;
    result[1] = -sinSpread * cosBend;
    result[2] = sinSpread * sinBend;
    result[3] = 0;
    result[4] = sinSpread;
    result[5] = cosSpread * cosBend;
    result[6] = -cosSpread * sinBend;
    result[7] = 0;
    result[8] = 0;
    result[9] = sinBend;
    result[10] = cosBend;
    result[11] = 0;
  }

  private static double[] globalTransform(double[] theta) {
    double[] result = new double[12];
    double angle = Math.sqrt(theta[0] * theta[0] + theta[1] * theta[1] + theta[2] * theta[2]);
    if (angle < SMALLEST_ANGLE) {
      result[0] = 1;
      result[5] = 1;
      result[10] = 1;
    } else {
      double x = theta[0] / angle;
      double y = theta[1] / angle;
      double z = theta[2] / angle;
      double s = Math.sin(angle);
      double c = Math.cos(angle);
      result[0] = x * x + (1 - x * x) * c;
      result[1] = x * y * (1 - c) - z * s;
      result[2] = x * z * (1 - c) + y * s;
      result[4] = x * y * (1 - c) + z * s;
      result[5] = y * y + (1 - y * y) * c;
      result[6] = y * z * (1 - c) - x * s;
      result[8] = x * z * (1 - c) - y * s;
      result[9] = z * y * (1 - c) + x * s;
      result[10] = z * z + (1 - z * z) * c;
    }
    result[3] = theta[3];
    result[7] = theta[4];
    result[11] = theta[5];
    return result;
  }

  /** The transform {@code b}, then the transform {@code a}. */
  private static void multiply(double[] a, double[] b, double[] result) {
    for (int row = 0; row < 12; row += 4) {
      for (int column = 0; column < 4; column++) {
        result[row + column] =
            a[row] * b[column] + a[row + 1] * b[4 + column] + a[row + 2] * b[8 + column];
      }
      result[row + 3] += a[row + 3];
    }
  }
}
