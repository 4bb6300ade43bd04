/** A language model of characters. */
package dev.kiln.examples.text;
