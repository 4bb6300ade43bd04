package dev.kiln.gradbench.model;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

/**
 * The residuals of one observation in bundle adjustment: a camera sees a point of a scene at a
 * place in its image.
 *
 * <p>The formulas are those of the suite's {@code ba}.
 */
@Model
public class BundleAdjustment {
  /**
   * The weighted difference of the projected point and the place where it was seen.
   *
   * @param camera {@code [11]}: rotation by Rodrigues' vector (3), centre (3), focal length,
   *     principal point (2), radial distortion (2)
   * @param point {@code [3]}
   * @param weight the weight of the observation
   * @param feature {@code [2]}, where the point was seen
   * @param error {@code [2]}, receives the result
   */
  @Compute
  public void reprojectionError(
      double[] camera, double[] point, double weight, double[] feature, double[] error) {
    double[] offset = new double[3];
    for (int i = 0; i < 3; i++) {
      offset[i] = point[i] - camera[3 + i];
    }
    double[] rotated = new double[3];
    rotate(camera, offset, rotated);
    double x = rotated[0] / rotated[2];
    double y = rotated[1] / rotated[2];
    double radius = x * x + y * y;
    double distortion = 1 + camera[9] * radius + camera[10] * radius * radius;
    error[0] = weight * (x * distortion * camera[6] + camera[7] - feature[0]);
    error[1] = weight * (y * distortion * camera[6] + camera[8] - feature[1]);
  }

  /**
   * One of the two numbers that {@link #reprojectionError} writes.
   *
   * @param camera as there
   * @param point as there
   * @param weight as there
   * @param feature as there
   * @param axis 0 or 1
   */
  @Compute
  @Differentiable(wrt = {"camera", "point", "weight"})
  public double errorAlong(
      double[] camera, double[] point, double weight, double[] feature, int axis) {
    double[] error = new double[2];
    reprojectionError(camera, point, weight, feature, error);
    return error[axis];
  }

  /**
   * What keeps a weight near one.
   *
   * @param weight the weight of an observation
   */
  @Compute
  @Differentiable
  public double weightError(double weight) {
    return 1 - weight * weight;
  }

  /** Rotates by the angle {@code |r|} around {@code r}, the first three numbers of the camera. */
  private static void rotate(double[] camera, double[] point, double[] result) {
    double x = camera[0];
    double y = camera[1];
    double z = camera[2];
    double squaredAngle = x * x + y * y + z * z;
    double cosine = 1;
    double sine = 1;
    double along = 0;
    if (squaredAngle != 0) {
      double angle = Math.sqrt(squaredAngle);
      x /= angle;
      y /= angle;
      z /= angle;
      cosine = Math.cos(angle);
      sine = Math.sin(angle);
      along = (1 - cosine) * (x * point[0] + y * point[1] + z * point[2]);
    }
    result[0] = cosine * point[0] + sine * (y * point[2] - z * point[1]) + along * x;
    result[1] = cosine * point[1] + sine * (z * point[0] - x * point[2]) + along * y;
    result[2] = cosine * point[2] + sine * (x * point[1] - y * point[0]) + along * z;
  }
}
