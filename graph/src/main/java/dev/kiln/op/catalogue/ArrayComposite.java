package dev.kiln.op.catalogue;

import dev.kiln.op.OpDefinition;
import dev.kiln.op.Spelled;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Spelling;
import java.util.List;

/**
 * A method that returns an array of tensors, of which the operands and the attributes tell how many
 * there are. As a {@link Composite} it is composed of operations of the catalogue, which a graph
 * has in its place.
 *
 * @param name that of the method
 * @param attributes the compile-time constants that it takes
 * @param body what it is composed of, the same method that eager tensors run
 * @param spellings the Java expressions in a model that mean it
 */
public record ArrayComposite(
    String name, List<OpDefinition.AttributeSpec> attributes, Body body, List<Spelling> spellings)
    implements Spelled {
  public ArrayComposite {
    attributes = List.copyOf(attributes);
    spellings = List.copyOf(spellings);
  }

  /** What the elements are composed of, in order. */
  @FunctionalInterface
  public interface Body {
    List<Term> of(List<Term> operands, Attributes attributes);
  }
}
