/** Changes to programs that change nothing of what they compute. */
package dev.kiln.fuzz.variant;
