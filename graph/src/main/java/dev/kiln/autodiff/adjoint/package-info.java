/** Names and zeros of adjoints, shadows and tangents. */
package dev.kiln.autodiff.adjoint;
