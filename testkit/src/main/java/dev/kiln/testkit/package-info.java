/** Assertions for the tests of people who build on Kiln; {@link ModelAssertions} is the entry. */
package dev.kiln.testkit;
