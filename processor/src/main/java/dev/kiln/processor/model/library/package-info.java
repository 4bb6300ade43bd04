/** Models that are class files of an earlier compilation: their graphs and records. */
package dev.kiln.processor.model.library;
