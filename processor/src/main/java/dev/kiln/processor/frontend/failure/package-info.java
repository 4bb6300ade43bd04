/** Where exceptions are lowered that code throws, and their messages. */
package dev.kiln.processor.frontend.failure;
