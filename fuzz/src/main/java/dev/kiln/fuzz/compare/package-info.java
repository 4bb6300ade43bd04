/** Compares what modes and derivatives give with one another and with plain Java. */
package dev.kiln.fuzz.compare;
