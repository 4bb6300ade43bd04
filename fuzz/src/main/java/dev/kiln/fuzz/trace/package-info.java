/**
 * Which way plain Java takes: its class files are instrumented so that a run notes its branches.
 */
package dev.kiln.fuzz.trace;
