/** Programs with tensors, and their gradients. */
package dev.kiln.agreement.tensor;
