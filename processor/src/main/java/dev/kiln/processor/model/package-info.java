/** What the processor knows of a model class before it reads method bodies. */
package dev.kiln.processor.model;
