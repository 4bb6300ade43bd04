/** Which memory the functions of a class share between calls, and which functions themselves. */
package dev.kiln.processor.emit.workspace;
