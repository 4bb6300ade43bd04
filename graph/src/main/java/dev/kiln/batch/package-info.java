/** Batching: from a graph for one example to the graph for a batch of them. */
package dev.kiln.batch;
