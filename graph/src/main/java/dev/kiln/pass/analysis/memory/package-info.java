/**
 * What passes and derivatives find out about memory: which arrays may alias, what an operation or a
 * called method may write, which arrays live no longer than a call.
 */
package dev.kiln.pass.analysis.memory;
