/**
 * How long functions are cut into parts of a size that HotSpot compiles. A part is a function that
 * a call runs; values reach it as arguments and results ({@link dev.kiln.pass.split.DirectParts})
 * or, where they are many, in arrays that all parts share ({@link
 * dev.kiln.pass.split.FramedParts}).
 */
package dev.kiln.pass.split;
