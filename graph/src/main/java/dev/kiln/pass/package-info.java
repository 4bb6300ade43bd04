/** Passes: functions from graph to graph, one in each file. No pass calls another. */
package dev.kiln.pass;
