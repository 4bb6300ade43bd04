/** Classical statistics on tables. */
package dev.kiln.examples.table;
