/** What the compiler knows of the program: classes, what they inherit, and the trees of methods. */
package dev.kiln.processor.model.source;
