/** Lowers a method with all that it calls: each to a function, until nothing new is learned. */
package dev.kiln.processor.frontend.method;
