/** Where calls are lowered: of operations, of methods, of accessors and constructors of records. */
package dev.kiln.processor.frontend.call;
