/**
 * The graph: structured SSA with regions, the one intermediate form of Kiln.
 *
 * <pre>
 * graph      := "graph" name "{" input* functionBody function* "}"
 * operation  := Apply | If | Loop | Scope | Call
 * terminator := Yield | Condition | Break | Continue | Return | Throw | Unreachable
 * </pre>
 *
 * A block is a list of operations and one terminator. {@code If} and {@code Loop} hold blocks; a
 * {@code Scope} is a block that {@code Break} can leave early. A value may be used after its
 * definition in the same block and in every block nested there.
 */
package dev.kiln.graph;
