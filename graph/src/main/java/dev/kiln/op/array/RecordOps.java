package dev.kiln.op.array;

import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * Java records: immutable values with named components. {@code FlattenRecords} replaces them by
 * their components, so that neither sessions nor generated code make record objects on the way.
 */
public final class RecordOps {
  private RecordOps() {}

  private static final Derivative FLATTENED_BEFORE =
      new Derivative.None("records are flattened before a graph is differentiated");

  /** A record of the type in attribute {@code type} with the operands as components. JLS 8.10. */
  public static final OpDefinition RECORD_NEW =
      new OpDefinition(
          "record_new",
          OpDefinition.VARIADIC,
          List.of(new OpDefinition.AttributeSpec("type", Attribute.Type.class)),
          Effect.PURE,
          (attributes, operands) -> {
            RecordType type = (RecordType) ((Attribute.Type) attributes.get("type")).type();
            List<ValueType> expected =
                type.components().stream().map(RecordType.Component::type).toList();
            if (!expected.equals(operands)) {
              throw new TypeMismatchException(
                  0, type.name() + " has components " + expected + ", not " + operands);
            }
            return Optional.of(type);
          },
          new Evaluation.OnFrame(RecordOps::construction),
          new Emission.Special(),
          FLATTENED_BEFORE,
          List.of());

  /** The component named by attribute {@code component} of operand 0. */
  public static final OpDefinition RECORD_GET =
      new OpDefinition(
              "record_get",
              1,
              List.of(new OpDefinition.AttributeSpec("component", Attribute.Text.class)),
              Effect.PURE,
              (attributes, operands) -> {
                if (!(operands.get(0) instanceof RecordType type)) {
                  throw new TypeMismatchException(
                      0, "record_get expects a record, not a value of type " + operands.get(0));
                }
                int index = type.indexOf(attributes.text("component"));
                if (index < 0) {
                  throw new TypeMismatchException(
                      0, type.name() + " has no component '" + attributes.text("component") + "'");
                }
                return Optional.of(type.components().get(index).type());
              },
              new Evaluation.OnFrame(RecordOps::access),
              new Emission.Special(),
              FLATTENED_BEFORE,
              List.of())
          .with(Trait.PART);

  /** Whether operand 0 is not null. */
  public static final OpDefinition RECORD_NON_NULL =
      new OpDefinition(
          "record_non_null",
          1,
          List.of(),
          Effect.PURE,
          (attributes, operands) -> {
            if (!(operands.get(0) instanceof RecordType)) {
              throw new TypeMismatchException(
                  0, "record_non_null expects a record, not a value of type " + operands.get(0));
            }
            return Optional.of(ScalarType.BOOL);
          },
          new Evaluation.OnFrame(
              site -> {
                int operand = site.operands()[0];
                int result = site.result();
                return frame -> frame.bits[result] = Bits.of(frame.references[operand] != null);
              }),
          new Emission.Special(),
          FLATTENED_BEFORE,
          List.of());

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(RECORD_NEW, RECORD_GET, RECORD_NON_NULL);

  /** In a session a record is an array of its components, scalars as their bits. */
  private static Evaluation.Step construction(Evaluation.Site site) {
    int[] operands = site.operands();
    int result = site.result();
    boolean[] scalar = new boolean[operands.length];
    for (int i = 0; i < scalar.length; i++) {
      scalar[i] = site.operandTypes().get(i) instanceof ScalarType;
    }
    return frame -> {
      Object[] components = new Object[operands.length];
      for (int i = 0; i < components.length; i++) {
        components[i] =
            scalar[i] ? (Object) frame.bits[operands[i]] : frame.references[operands[i]];
      }
      frame.references[result] = components;
    };
  }

  private static Evaluation.Step access(Evaluation.Site site) {
    RecordType type = (RecordType) site.operandTypes().get(0);
    int index = type.indexOf(site.attributes().text("component"));
    int operand = site.operands()[0];
    int result = site.result();
    return site.resultType() instanceof ScalarType
        ? frame -> frame.bits[result] = (Long) ((Object[]) frame.references[operand])[index]
        : frame -> frame.references[result] = ((Object[]) frame.references[operand])[index];
  }
}
