package dev.kiln.gradbench.baseline;

/**
 * The derivatives of {@code BundleAdjustment.reprojectionError}, by hand: for each of the two
 * errors the row vector is taken from the image back to the camera and the point.
 */
public final class ReprojectionJacobian {
  private final double[] offset = new double[3];
  private final double[] axis = new double[3];
  private double cosine;
  private double sine;
  private double inverseAngle;

  /**
   * Writes both rows.
   *
   * @param camera {@code [11]}
   * @param point {@code [3]}
   * @param feature {@code [2]}
   * @param values receives for each error the derivatives with respect to the camera (11), the
   *     point (3) and the weight
   * @param start where in {@code values} the 30 numbers begin
   */
  public void run(
      double[] camera,
      double[] point,
      double weight,
      double[] feature,
      double[] values,
      int start) {
    prepare(camera, point);
    double along = (1 - cosine) * dot(axis, offset);
    double depth = rotated(2, along);
    double x = rotated(0, along) / depth;
    double y = rotated(1, along) / depth;
    double focal = camera[6];
    double radius = x * x + y * y;
    double distortion = 1 + camera[9] * radius + camera[10] * radius * radius;
    double slope = 2 * camera[9] + 4 * camera[10] * radius;
    double scale = weight * focal / depth;

    // from the rotated point to the distorted image: a row vector for each error
    double ofX = scale * (distortion + slope * x * x);
    double mixed = scale * slope * x * y;
    double ofY = scale * (distortion + slope * y * y);
    row(ofX, mixed, -(ofX * x + mixed * y), values, start);
    row(mixed, ofY, -(mixed * x + ofY * y), values, start + 15);
    image(weight, x, distortion, radius, camera, values, start);
    image(weight, y, distortion, radius, camera, values, start + 15);
    values[start + 7] = weight;
    values[start + 8] = 0;
    values[start + 22] = 0;
    values[start + 23] = weight;
    values[start + 14] = x * distortion * focal + camera[7] - feature[0];
    values[start + 29] = y * distortion * focal + camera[8] - feature[1];
  }

  private void prepare(double[] camera, double[] point) {
    for (int i = 0; i < 3; i++) {
      offset[i] = point[i] - camera[3 + i];
      axis[i] = camera[i];
    }
    double squaredAngle = dot(axis, axis);
    cosine = 1;
    sine = 1;
    inverseAngle = 0;
    if (squaredAngle != 0) {
      double angle = Math.sqrt(squaredAngle);
      inverseAngle = 1 / angle;
      cosine = Math.cos(angle);
      sine = Math.sin(angle);
      for (int i = 0; i < 3; i++) {
        axis[i] *= inverseAngle;
      }
    }
  }

  private double rotated(int i, double along) {
    int j = i == 2 ? 0 : i + 1;
    int k = i == 0 ? 2 : i - 1;
    double cross = axis[j] * offset[k] - axis[k] * offset[j];
    return cosine * offset[i] + sine * cross + along * axis[i];
  }

  /**
   * The derivatives of {@code a · R p} with respect to the rotation, the centre and the point,
   * where {@code a·Rp = cos(θ) a·p + sin(θ) a·(k×p) + (1-cos(θ)) (k·p)(k·a)}.
   */
  private void row(double a0, double a1, double a2, double[] values, int start) {
    double p0 = offset[0];
    double p1 = offset[1];
    double p2 = offset[2];
    double k0 = axis[0];
    double k1 = axis[1];
    double k2 = axis[2];
    double kp = k0 * p0 + k1 * p1 + k2 * p2;
    double ka = k0 * a0 + k1 * a1 + k2 * a2;
    double cross0 = p1 * a2 - p2 * a1;
    double cross1 = p2 * a0 - p0 * a2;
    double cross2 = p0 * a1 - p1 * a0;
    double rest = 1 - cosine;
    double byAxis0 = sine * cross0 + rest * (p0 * ka + a0 * kp);
    double byAxis1 = sine * cross1 + rest * (p1 * ka + a1 * kp);
    double byAxis2 = sine * cross2 + rest * (p2 * ka + a2 * kp);
    if (inverseAngle == 0) {
      values[start] = byAxis0;
      values[start + 1] = byAxis1;
      values[start + 2] = byAxis2;
    } else {
      double ap = a0 * p0 + a1 * p1 + a2 * p2;
      double triple = k0 * cross0 + k1 * cross1 + k2 * cross2;
      double byAngle = sine * (kp * ka - ap) + cosine * triple;
      double radial = byAngle - inverseAngle * (k0 * byAxis0 + k1 * byAxis1 + k2 * byAxis2);
      values[start] = k0 * radial + inverseAngle * byAxis0;
      values[start + 1] = k1 * radial + inverseAngle * byAxis1;
      values[start + 2] = k2 * radial + inverseAngle * byAxis2;
    }
    double point0 = cosine * a0 + sine * (a1 * k2 - a2 * k1) + rest * ka * k0;
    double point1 = cosine * a1 + sine * (a2 * k0 - a0 * k2) + rest * ka * k1;
    double point2 = cosine * a2 + sine * (a0 * k1 - a1 * k0) + rest * ka * k2;
    values[start + 3] = -point0;
    values[start + 4] = -point1;
    values[start + 5] = -point2;
    values[start + 11] = point0;
    values[start + 12] = point1;
    values[start + 13] = point2;
  }

  /** The derivatives with respect to the focal length and the radial distortion. */
  private static void image(
      double weight,
      double coordinate,
      double distortion,
      double radius,
      double[] camera,
      double[] values,
      int start) {
    values[start + 6] = weight * coordinate * distortion;
    values[start + 9] = weight * camera[6] * coordinate * radius;
    values[start + 10] = weight * camera[6] * coordinate * radius * radius;
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
