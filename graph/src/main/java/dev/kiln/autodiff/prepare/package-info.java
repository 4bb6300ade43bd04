/** What reverse mode makes easier to reverse before it begins. */
package dev.kiln.autodiff.prepare;
