/** Random programs of the whole compiled language. */
package dev.kiln.fuzz.generate;
