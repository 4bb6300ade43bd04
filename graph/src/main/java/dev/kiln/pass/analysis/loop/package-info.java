/**
 * What passes and derivatives find out about loops: which count, how they end, what is the same in
 * all iterations.
 */
package dev.kiln.pass.analysis.loop;
