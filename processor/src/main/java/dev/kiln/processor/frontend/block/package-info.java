/**
 * The block that operations are appended to while a method is lowered, and what is known there:
 * values of variables, constants, where values come from.
 */
package dev.kiln.processor.frontend.block;
