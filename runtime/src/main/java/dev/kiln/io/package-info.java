/** The parameters of models by name, and files that keep them. */
package dev.kiln.io;
