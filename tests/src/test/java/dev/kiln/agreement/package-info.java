/**
 * Every program must mean the same in every mode: as plain Java, as a graph in a session, and as
 * generated code. The test classes are tables of small models, one class for each topic.
 */
package dev.kiln.agreement;
