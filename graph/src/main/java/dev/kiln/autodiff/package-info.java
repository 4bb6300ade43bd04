/**
 * Derivatives of graphs, for users: {@link dev.kiln.autodiff.Gradients}, {@link
 * dev.kiln.autodiff.Vjp}, {@link dev.kiln.autodiff.Jvp} and {@link dev.kiln.autodiff.Jacobians}.
 * How they are made is in the packages below this one.
 */
package dev.kiln.autodiff;
