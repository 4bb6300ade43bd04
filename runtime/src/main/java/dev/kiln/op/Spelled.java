package dev.kiln.op;

import dev.kiln.op.definition.Spelling;
import java.util.List;

/** What a Java method in a model can mean: an operation, or what is composed of operations. */
public interface Spelled {
  /** The name, by which messages and the reference call it. */
  String name();

  /** The compile-time constants that it takes. */
  List<OpDefinition.AttributeSpec> attributes();

  /** The Java expressions in a model that mean it. */
  List<Spelling> spellings();
}
