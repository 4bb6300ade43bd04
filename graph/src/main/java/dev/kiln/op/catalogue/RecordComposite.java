package dev.kiln.op.catalogue;

import dev.kiln.op.OpDefinition;
import dev.kiln.op.Spelled;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Spelling;
import java.util.List;

/**
 * A method of tensors that has several results, the components of a record of tensors. As a {@link
 * Composite} it is composed of operations of the catalogue; a graph has these and the record, which
 * is taken apart like any other.
 *
 * @param name that of the method
 * @param attributes the compile-time constants that it takes
 * @param record the class that eager tensors return
 * @param components those of the record, in order
 * @param body what it is composed of, the same method that eager tensors run
 * @param spellings the Java expressions in a model that mean it
 */
public record RecordComposite(
    String name,
    List<OpDefinition.AttributeSpec> attributes,
    Class<? extends Record> record,
    List<String> components,
    Body body,
    List<Spelling> spellings)
    implements Spelled {
  public RecordComposite {
    attributes = List.copyOf(attributes);
    components = List.copyOf(components);
    spellings = List.copyOf(spellings);
  }

  /** What the components are composed of, in order. */
  @FunctionalInterface
  public interface Body {
    List<Term> of(Term operand, Attributes attributes);
  }
}
