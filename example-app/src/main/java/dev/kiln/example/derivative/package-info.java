/** Models that compute with derivatives of their own methods; docs explain each of them. */
package dev.kiln.example.derivative;
