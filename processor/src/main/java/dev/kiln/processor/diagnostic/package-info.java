/** What the processor says to users: every code and text in one place. */
package dev.kiln.processor.diagnostic;
