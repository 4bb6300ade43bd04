/** Classifiers of handwritten digits. */
package dev.kiln.examples.digits;
