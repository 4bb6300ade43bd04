/** What the ways to run a model cost, against code written by hand. */
package dev.kiln.benchmark;
