/** {@code FooFingerprints}, by which models notice that others have changed. */
package dev.kiln.processor.emit.fingerprint;
