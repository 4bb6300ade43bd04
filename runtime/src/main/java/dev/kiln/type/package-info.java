/**
 * The types of the values in a graph.
 *
 * <pre>
 * type      := dtype                                  a scalar:  i32
 *            | dtype "[" (dim ("," dim)*)? "]"         a tensor:  f32[batch, 64]
 *            | "array&lt;" (dtype | record) "," rank "&gt;"  a Java array reference:  array&lt;f64, 1&gt;
 *            | "record&lt;" name "&gt;(" (name ":" type ("," name ":" type)*)? ")"
 *            | "stack&lt;" type "&gt;"                    a growable stack of saved values
 * dtype     := "f32" | "f64" | "i32" | "i64" | "bool"
 * dim       := polynomial in named sizes, such as 64, batch or 2*hidden+1
 * </pre>
 */
package dev.kiln.type;
