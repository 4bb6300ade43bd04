/** Where expressions other than calls and arrays are lowered. */
package dev.kiln.processor.frontend.expression;
