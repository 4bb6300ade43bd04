/**
 * Every program must mean the same in every mode: as plain Java, as a graph in a session, and as
 * generated code. What runs and compares programs is here; the test classes are tables of small
 * models, one class for each topic, in a package for each part of the language.
 */
package dev.kiln.agreement;
