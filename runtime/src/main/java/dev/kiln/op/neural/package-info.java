/** Random numbers, attention, recurrent cells and further functions that neural networks need. */
package dev.kiln.op.neural;
