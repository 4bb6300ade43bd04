/** Measurements, each as a ratio against something in the same run. */
package dev.kiln.benchmarks;
