/** Where functions are lowered that are values: lambdas, method references, and calls of them. */
package dev.kiln.processor.frontend.lambda;
