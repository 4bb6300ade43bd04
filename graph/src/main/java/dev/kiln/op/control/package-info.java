/** Checks of what a program assumes, and what checkpointing needs. */
package dev.kiln.op.control;
