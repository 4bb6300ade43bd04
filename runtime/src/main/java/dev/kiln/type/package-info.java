/**
 * The types of the values in a graph.
 *
 * <pre>
 * type      := dtype                                  a scalar:  i32
 *            | dtype "[" (dim ("," dim)*)? "]"         a tensor:  f32[batch, 64]
 *            | "array&lt;" (dtype | coded | record) "," rank "&gt;"  a Java array reference:  array&lt;f64, 1&gt;
 *            | "record&lt;" name "&gt;(" (name ":" type ("," name ":" type)*)? ")"
 *            | coded                                  a byte, short, char or enum:  coded&lt;byte&gt;
 *            | "stack&lt;" type "&gt;"                    a growable stack of saved values
 * coded     := "coded&lt;" name "&gt;"
 * dtype     := "f32" | "f64" | "i32" | "i64" | "bool"
 * dim       := polynomial in named sizes, such as 64, batch or 2*hidden+1
 * </pre>
 */
package dev.kiln.type;
