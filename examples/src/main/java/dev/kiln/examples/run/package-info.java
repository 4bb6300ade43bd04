/** What all examples have in common: options, losses that are printed, the quality asked for. */
package dev.kiln.examples.run;
