/** Passes that choose kernels and forms for loops of generated code. */
package dev.kiln.pass.loop;
