/**
 * Kiln as a tool of GradBench, the public suite of benchmarks for differentiable programming.
 *
 * <p>To add an eval: write its objective as a model in {@code model}, an adapter in {@code eval},
 * and name the adapter in {@code KilnEvals}.
 */
package dev.kiln.gradbench;
