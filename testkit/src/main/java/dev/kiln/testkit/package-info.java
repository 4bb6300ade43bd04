/** Checks for the tests of people who build on Kiln: of derivatives, so far. */
package dev.kiln.testkit;
