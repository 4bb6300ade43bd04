/**
 * The catalogue of operations. An operation is one {@link dev.kiln.op.OpDefinition}: its name,
 * operands and attributes, effect, type rule, evaluation, Java emission, derivative and the Java
 * spellings that the front end maps to it. Everything else (eager tensors, tape, session, verifier,
 * code generation, derivative graphs, the operations table of the docs) derives from it.
 *
 * <p>An operation has one result. A method with several returns a record of results of operations
 * with one each, or of the slices of a packed one: every mode then has them without knowing of
 * several results, as which of them are used and have cotangents is what slices say. {@link
 * dev.kiln.op.SeveralResults} has them.
 */
package dev.kiln.op;
