package dev.kiln.op.scalar;

import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Evaluation.BitsFunction;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;

/**
 * Bytes, shorts, chars and enums, which a graph represents by ints. {@link #CODED_AS} and {@link
 * #CODE_OF} only change the type, and are gone after the front end; the casts are Java's. JLS
 * 5.1.3.
 */
public final class CodeOps {
  private CodeOps() {}

  private static final Derivative DISCRETE = new Derivative.None("its values are integers");

  /** The int operand 0, which is in the range of the type, as a value of attribute {@code type}. */
  public static final OpDefinition CODED_AS =
      new OpDefinition(
          "coded_as",
          1,
          List.of(new OpDefinition.AttributeSpec("type", Attribute.Type.class)),
          Effect.PURE,
          (attributes, operands) -> {
            if (!operands.get(0).equals(ScalarType.INT32)) {
              throw new TypeMismatchException(0, "coded_as expects an int");
            }
            return Optional.of(((Attribute.Type) attributes.get("type")).type());
          },
          new Evaluation.OnFrame(CodeOps::copy),
          new Emission.Special(),
          DISCRETE,
          List.of());

  /** The int that represents operand 0. */
  public static final OpDefinition CODE_OF =
      new OpDefinition(
          "code_of",
          1,
          List.of(),
          Effect.PURE,
          (attributes, operands) -> {
            if (!(operands.get(0) instanceof CodedType)) {
              throw new TypeMismatchException(0, "code_of expects a byte, short, char or enum");
            }
            return Optional.of(ScalarType.INT32);
          },
          new Evaluation.OnFrame(CodeOps::copy),
          new Emission.Special(),
          DISCRETE,
          List.of());

  public static final OpDefinition TO_BYTE =
      cast("byte", new Emission.Expression("(byte) {0}", Precedence.UNARY), (x, y, z) -> (byte) x);
  public static final OpDefinition TO_SHORT =
      cast(
          "short",
          new Emission.Expression("(short) {0}", Precedence.UNARY),
          (x, y, z) -> (short) x);

  /** Emitted as a mask, since a message would show what is cast as a character. */
  public static final OpDefinition TO_CHAR =
      cast(
          "char",
          new Emission.Expression("{0} & 0xFFFF", Precedence.BIT_AND),
          (x, y, z) -> (char) x);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(CODED_AS, CODE_OF, TO_BYTE, TO_SHORT, TO_CHAR);

  /** The cast of an int to a primitive, of which it gives the int. */
  public static OpDefinition castTo(CodedType type) {
    return type.equals(CodedType.BYTE)
        ? TO_BYTE
        : type.equals(CodedType.SHORT) ? TO_SHORT : TO_CHAR;
  }

  private static OpDefinition cast(String type, Emission emission, BitsFunction function) {
    String name = "to_" + type;
    return new OpDefinition(
            name,
            1,
            List.of(),
            Effect.PURE,
            (attributes, operands) -> {
              if (!operands.get(0).equals(ScalarType.INT32)) {
                throw new TypeMismatchException(0, name + " expects an int");
              }
              return Optional.of(ScalarType.INT32);
            },
            new Evaluation.OnScalars((attributes, types) -> function),
            emission,
            DISCRETE,
            List.of())
        .with(Trait.CHEAP);
  }

  private static Evaluation.Step copy(Evaluation.Site site) {
    int operand = site.operands()[0];
    int result = site.result();
    return frame -> frame.bits[result] = frame.bits[operand];
  }
}
