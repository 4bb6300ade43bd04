/**
 * Where names are resolved, as Java does: types, fields and methods, overloads, and the models that
 * expressions denote.
 */
package dev.kiln.processor.frontend.name;
