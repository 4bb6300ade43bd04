/** Derivatives that users write: the methods that {@code @CustomGradient} names. */
package dev.kiln.processor.frontend.rule;
