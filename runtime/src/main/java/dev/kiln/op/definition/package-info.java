/** What an operation is defined by: attributes, types, evaluation, emission, spellings, traits. */
package dev.kiln.op.definition;
