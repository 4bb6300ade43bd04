/** Java arrays and records. */
package dev.kiln.agreement.array;
