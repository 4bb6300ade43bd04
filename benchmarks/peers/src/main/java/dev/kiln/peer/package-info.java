/**
 * Kiln beside other libraries that run from Java: PyTorch (through DJL) and ONNX Runtime. A {@link
 * dev.kiln.peer.Workload} is prepared by each {@link dev.kiln.peer.Library} that can do it; {@link
 * dev.kiln.peer.PeerBenchmark} compares what they give and measures them, each with one thread, and
 * {@link dev.kiln.peer.Report} makes a page of the figures.
 */
package dev.kiln.peer;
