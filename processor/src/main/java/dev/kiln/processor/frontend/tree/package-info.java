/** What trees tell by themselves: the variables that code assigns, and the jumps in it. */
package dev.kiln.processor.frontend.tree;
