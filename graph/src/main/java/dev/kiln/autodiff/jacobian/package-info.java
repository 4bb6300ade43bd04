/** Whole Jacobians and Hessians, from many tangents or cotangents. */
package dev.kiln.autodiff.jacobian;
