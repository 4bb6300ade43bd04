/**
 * Element nests: functions that compute each element of their results from the elements at the same
 * place of their operands, so that generated code runs them as one loop.
 *
 * <p>The cost model, in short. Operations with one index space are joined wherever the graph allows
 * it: a value that is used in one nest only is never stored in a tensor. A value that several nests
 * use, or a nest and another operation, is computed once and stored; nothing is computed twice. In
 * a nest, a value that is used several times is a local variable, or an element of a block that
 * fits the first-level cache where a transcendental function needs it as one. A single operation is
 * no nest: its kernel does the same. {@code docs/fusion.md} tells more.
 */
package dev.kiln.pass.nest;
