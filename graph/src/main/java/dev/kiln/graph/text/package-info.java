/**
 * Graphs as text: printer, parser and DOT.
 *
 * <pre>
 * graph      := "graph" string "{" input* "outputs" "(" (string ("," string)*)? ")" function+ "}"
 * input      := "input" string kind                     one for each parameter of the first function
 * kind       := "argument" | "parameter" | "field" | "static"
 * function   := "function" string "(" values? ")" "-&gt;" "(" types? ")" rule? block
 * rule       := "derivative" "(" (role ("," role)*)? ")" ("vjp" string)? ("jvp" string)?
 * role       := "differentiated" | "constant" | "other"        one for each parameter
 * block      := "{" statement* terminator "}"
 * statement  := (values "=")? operation position?
 * operation  := "apply" name "(" uses? ")" attributes?
 *             | "if" use block "else" block
 *             | "loop" string "(" uses? ")" "condition" "(" values? ")" block
 *                                            "body" "(" values? ")" block
 *             | "scope" string block
 *             | "call" string "(" uses? ")"
 * terminator := "yield" "(" uses? ")" | "condition" use "(" uses? ")"
 *             | "break" string "(" uses? ")" | "continue" string "(" uses? ")"
 *             | "return" "(" uses? ")" | "unreachable"
 *             | "throw" string "[" strings? "]" "(" uses? ")" ("as" "(" forms ")")? position?
 * form       := ("number" | "byte" | "short" | "char" | "name") string "[" strings? "]"
 * value      := use ":" type        use := "%" number ("." string)?
 * attributes := "{" name "=" attribute ("," name "=" attribute)* "}"
 * attribute  := "int" number | "ints" "[" numbers "]" | "truth" number | "dims" "[" dims "]"
 *             | "dtype" dtype | "type" type | "bits" dtype number
 *             | "array" dtype "[" sizes "]" "[" bits "]" | "text" string
 * position   := "@" string? number number             without a file: that of the position before
 * </pre>
 *
 * Types follow the grammar of {@link dev.kiln.type}; strings are in double quotes with Java's
 * escapes. The name of a value may be left out where the value is used.
 */
package dev.kiln.graph.text;
