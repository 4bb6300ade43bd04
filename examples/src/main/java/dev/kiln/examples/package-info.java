/** Models that are trained on real data, each a command of one program. */
package dev.kiln.examples;
