/**
 * What passes and derivatives find out by following values: finite numbers, ranges of integers,
 * records that may be null, what elements of arrays hold.
 */
package dev.kiln.pass.analysis.flow;
