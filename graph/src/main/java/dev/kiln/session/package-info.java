/** Runs graphs: prepared once, run many times, from any number of threads. */
package dev.kiln.session;
