/**
 * What passes and derivatives find out about a graph before they change it: aliases, what memory an
 * operation may write, ranges of integers, loops that count, finite numbers.
 */
package dev.kiln.pass.analysis;
