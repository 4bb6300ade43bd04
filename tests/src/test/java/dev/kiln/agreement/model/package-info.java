/**
 * Calls of methods, and models that call, contain and extend others, from source and from class
 * files.
 */
package dev.kiln.agreement.model;
