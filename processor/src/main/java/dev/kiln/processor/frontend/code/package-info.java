/**
 * The function that is being made, and where in it code is lowered. A {@link
 * dev.kiln.processor.frontend.code.Context} is handed down to the classes that lower code; all
 * change is in its {@link dev.kiln.processor.frontend.block.OpenBlock}.
 */
package dev.kiln.processor.frontend.code;
