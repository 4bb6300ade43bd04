/** The exits of a function, and where the values go that they take along. */
package dev.kiln.pass.exit;
