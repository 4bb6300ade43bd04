package dev.kiln.op.catalogue;

import dev.kiln.op.OpDefinition;
import dev.kiln.op.Spelled;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Spelling;
import java.util.List;

/**
 * A method of tensors that is composed of operations of the catalogue. Types, derivatives, sessions
 * and compiled code follow from these: a graph has them in its place.
 *
 * @param name that of the method
 * @param attributes the compile-time constants that it takes
 * @param body what it is composed of, the same method that eager tensors run
 * @param spellings the Java expressions in a model that mean it
 */
public record Composite(
    String name, List<OpDefinition.AttributeSpec> attributes, Body body, List<Spelling> spellings)
    implements Spelled {
  public Composite {
    attributes = List.copyOf(attributes);
    spellings = List.copyOf(spellings);
  }

  /** What a composite is composed of. */
  @FunctionalInterface
  public interface Body {
    Term of(List<Term> operands, Attributes attributes);
  }
}
