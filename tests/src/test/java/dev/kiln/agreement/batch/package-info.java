/** Methods for a batch of examples. */
package dev.kiln.agreement.batch;
