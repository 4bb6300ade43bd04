/** What calls allocate, and calls for which memory does not suffice. */
package dev.kiln.agreement.memory;
