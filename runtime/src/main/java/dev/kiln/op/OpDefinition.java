package dev.kiln.op;

import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRule;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that is known about one operation.
 *
 * @param name the name in printed graphs, lower case with underscores, such as {@code reduce_sum}
 * @param arity how many operands it takes, or {@link #VARIADIC}
 * @param attributes the compile-time constants that it takes, in printing order
 * @param effect what it does beside computing its result
 * @param typeRule the type of the result from the types of the operands
 * @param evaluation how sessions and eager tensors compute it
 * @param emission how generated Java computes it
 * @param derivative how to differentiate it, or why that cannot be done
 * @param spellings the Java expressions in a model that mean this operation
 * @param traits what else holds for it
 */
public record OpDefinition(
    String name,
    int arity,
    List<AttributeSpec> attributes,
    Effect effect,
    TypeRule typeRule,
    Evaluation evaluation,
    Emission emission,
    Derivative derivative,
    List<Spelling> spellings,
    Set<Trait> traits)
    implements Spelled {

  /** The arity of an operation that takes one or more operands. */
  public static final int VARIADIC = -1;

  /**
   * One attribute that an operation takes.
   *
   * @param isOptional whether it may be left out
   */
  public record AttributeSpec(String name, Class<? extends Attribute> kind, boolean isOptional) {

    /** An attribute that must be given. */
    public AttributeSpec(String name, Class<? extends Attribute> kind) {
      this(name, kind, false);
    }
  }

  public OpDefinition {
    Objects.requireNonNull(effect);
    Objects.requireNonNull(typeRule);
    Objects.requireNonNull(evaluation);
    Objects.requireNonNull(emission);
    attributes = List.copyOf(attributes);
    spellings = List.copyOf(spellings);
    traits = Set.copyOf(traits);
    if (derivative instanceof Derivative.Vjp vjp && vjp.rules().size() != arity) {
      throw new IllegalArgumentException(
          name + " takes " + arity + " operands but has " + vjp.rules().size() + " VJP rules");
    }
  }

  /** An operation without traits; see {@link #with}. */
  public OpDefinition(
      String name,
      int arity,
      List<AttributeSpec> attributes,
      Effect effect,
      TypeRule typeRule,
      Evaluation evaluation,
      Emission emission,
      Derivative derivative,
      List<Spelling> spellings) {
    this(
        name,
        arity,
        attributes,
        effect,
        typeRule,
        evaluation,
        emission,
        derivative,
        spellings,
        Set.of());
  }

  /** This operation with the given traits and no others. */
  public OpDefinition with(Trait... given) {
    return new OpDefinition(
        name,
        arity,
        attributes,
        effect,
        typeRule,
        evaluation,
        emission,
        derivative,
        spellings,
        Set.of(given));
  }

  /** Whether the trait holds for it. */
  public boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /**
   * Whether it costs no more on scalars to repeat it than to save a value and take it back, as
   * Java's operators and what the JIT compiler makes one instruction of.
   */
  public boolean isCheap() {
    return emission instanceof Emission.Elementwise || is(Trait.CHEAP);
  }

  /** Whether it is linear in its floating-point operands, all of them together. */
  public boolean isLinear() {
    return derivative instanceof Derivative.Vjp vjp
            && vjp.jacobian() == Derivative.Jacobian.CONSTANT
        || derivative instanceof Derivative.VariadicVjp variadic
            && variadic.jacobian() == Derivative.Jacobian.CONSTANT;
  }

  /**
   * The type of the result, or empty for an operation without one.
   *
   * @throws TypeMismatchException if the operation is not defined for these operands
   */
  public Optional<ValueType> resultType(Attributes values, List<ValueType> operands) {
    if (arity != VARIADIC && operands.size() != arity) {
      throw new TypeMismatchException(
          0, name + " takes " + arity + " operands, not " + operands.size());
    }
    return typeRule.infer(values, operands);
  }

  /** Two definitions are equal where they are the same object; names are unique. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
