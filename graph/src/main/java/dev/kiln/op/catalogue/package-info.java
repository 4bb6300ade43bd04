/** All operations by name and by the Java methods that mean them. */
package dev.kiln.op.catalogue;
