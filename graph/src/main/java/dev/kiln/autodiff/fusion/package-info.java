/**
 * Which loops are sums over samples, so that each iteration can be reversed right after it was run.
 */
package dev.kiln.autodiff.fusion;
