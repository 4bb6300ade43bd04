/**
 * Vector-Jacobian products: where preparation, reverse mode, checkpointing and checks come
 * together.
 */
package dev.kiln.autodiff.vjp;
