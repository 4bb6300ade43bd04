/** Checks for users: of derivatives in tests, and of models that must run compiled code. */
package dev.kiln.check;
