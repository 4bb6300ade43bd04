/** Tests of what the fuzzer compares. */
package dev.kiln.fuzz.compare;
