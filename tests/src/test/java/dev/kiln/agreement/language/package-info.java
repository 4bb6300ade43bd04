/** Statements and expressions of the Java that models may use. */
package dev.kiln.agreement.language;
