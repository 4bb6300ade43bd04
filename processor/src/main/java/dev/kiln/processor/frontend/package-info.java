/**
 * The front end: trees of method bodies to graphs.
 *
 * <p>It uses the exported tree API only, and never asks javac for elements or types inside a body:
 * names are resolved here, from scopes, imports and type elements. {@link
 * dev.kiln.processor.frontend.MethodLowering} lowers one compute method with all that it calls,
 * until that teaches nothing new about it. Each package knows those above it only:
 *
 * <ul>
 *   <li>{@code report}: problems, warnings, and places in files
 *   <li>{@code tree}: what trees tell by themselves
 *   <li>{@code name}: what names mean
 *   <li>{@code type}: types of local variables, numbers and sizes
 *   <li>{@code code}: the function that is being made, and where in it code is lowered
 *   <li>{@code lambda}: functions that are values, and calls of them
 *   <li>{@code array}, {@code call}, {@code expression}, {@code statement}: a class for each kind
 *       of code
 *   <li>{@code body}: hands code to the class for its kind, and goes on where some is refused
 *   <li>{@code link}, {@code rule}: graphs of other models, and derivatives that users write
 *   <li>{@code method}: functions, one for each method and types of arguments
 * </ul>
 *
 * <p>Code of every kind contains code of others. So that the classes need not know each other, each
 * is given a {@link dev.kiln.processor.frontend.code.Lowerer}, which lowers whatever is in the code
 * at hand. It is bound to a {@link dev.kiln.processor.frontend.code.Context}, a value: nested code
 * is lowered in another context, with a block of its own that is joined to the one around it.
 */
package dev.kiln.processor.frontend;
