/** Where the types of local variables, numbers and sizes are decided. */
package dev.kiln.processor.frontend.type;
