/** The laws of motion from observations. */
package dev.kiln.examples.pendulum;
