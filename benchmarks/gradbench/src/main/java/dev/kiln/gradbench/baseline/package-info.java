/**
 * Derivatives written by hand, as fast as plain Java goes: what the generated ones are compared
 * with. They keep no results of a generated class and call none.
 */
package dev.kiln.gradbench.baseline;
