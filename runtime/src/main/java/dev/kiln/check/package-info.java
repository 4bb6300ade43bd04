/** Checks of derivatives for the tests of users. */
package dev.kiln.check;
