/**
 * Rules that the code of every module keeps: what may depend on what, what the runtime's byte code
 * may contain, how things are called and how large they may grow.
 */
package dev.kiln.architecture;
