/**
 * The catalogue of operations. An operation is one {@link dev.kiln.op.OpDefinition}: its name,
 * operands and attributes, effect, type rule, evaluation, Java emission, derivative and the Java
 * spellings that the front end maps to it. Everything else (eager tensors, tape, session, verifier,
 * code generation, derivative graphs, the operations table of the docs) derives from it.
 */
package dev.kiln.op;
