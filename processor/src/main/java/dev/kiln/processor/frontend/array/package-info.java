/** Where arrays are lowered. */
package dev.kiln.processor.frontend.array;
