/** Losses and initial values for models. */
package dev.kiln.nn;
