/** Makes programs that show a fault small. */
package dev.kiln.fuzz.shrink;
