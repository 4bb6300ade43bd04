/**
 * What a derivative checks when it is called: which of its arrays may be shared and which must have
 * one structure.
 */
package dev.kiln.autodiff.entry;
