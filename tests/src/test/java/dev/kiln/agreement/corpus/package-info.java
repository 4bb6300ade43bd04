/** All programs of the tables together, through every transformation. */
package dev.kiln.agreement.corpus;
