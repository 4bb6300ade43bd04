/** GradBench's protocol: lines of JSON on standard input and output. */
package dev.kiln.gradbench.protocol;
