package dev.kiln.op.definition;

/**
 * What holds for an operation beyond how it is computed. Passes, derivatives, the front end and the
 * emitter ask for traits instead of for particular operations, so that a new operation states here
 * what it shares with others. What an operation does besides computing its result is its {@link
 * Effect}.
 */
public enum Trait {
  // constants

  /** The result is the attribute {@code value}. */
  LITERAL,
  /** A value that nobody looks at: the result of a construct that was left early. */
  UNDEFINED,
  /** Known when a method starts, and as cheap as a literal: generated code repeats it. */
  FREE,
  /** All numbers in the result are zero. */
  ZERO,

  // arithmetic

  /** Operand 0 plus operand 1. */
  SUM,
  /** Operand 0 minus operand 1. */
  DIFFERENCE,
  /** Operand 0 times operand 1, as Java multiplies. */
  PRODUCT,
  /** A cotangent times a slope, where zero wins. */
  CHAIN_PRODUCT,
  /** A cotangent divided by a slope, where zero wins. */
  CHAIN_QUOTIENT,
  /** Operand 0 times operand 1, plus operand 2. */
  MULTIPLY_ADD,
  /** Of whole numbers; throws where the divisor is zero. */
  INTEGER_DIVISION,
  /** Gives the same bits with operands 0 and 1 exchanged, NaNs aside. */
  COMMUTATIVE,
  /** Operand 1, where it is one, leaves operand 0 as it is. */
  ONE_IS_NEUTRAL,
  /** Operand 1, where it is zero, leaves operand 0 as it is. */
  ZERO_IS_NEUTRAL,
  /** As {@link #ZERO_IS_NEUTRAL} for whole numbers; else -0.0 would become 0.0. */
  INTEGER_ZERO_IS_NEUTRAL,
  /** Applied again, to its result and the same other operand, it gives its operand. */
  OWN_INVERSE,
  /** Linear in operand 0 and in operand 1, each alone. */
  BILINEAR,
  /** Linear in operand 0 alone. */
  LINEAR_IN_FIRST,
  /** Linear in operand 1 alone. */
  LINEAR_IN_SECOND,
  /** Operand 0 as it is, or rounded to another type. */
  KEEPS_NUMBER,
  /** Operand 1 where operand 0 holds, else operand 2. */
  SELECTION,
  /** Operand 0 to the power of operand 1. */
  POWER,
  /** The distance of the point with the operands as its coordinates from the origin. */
  DISTANCE,
  /** The greater of two floating-point numbers. */
  MAXIMUM,
  /** The less of two floating-point numbers. */
  MINIMUM,

  // what is known of a result

  /** Finite where its operands are, unless it overflows. */
  FINITE,
  /** Finite where its operand is finite and not negative. */
  FINITE_IF_NOT_NEGATIVE,
  /** Finite where its operand is finite and more than some positive constant. */
  FINITE_IF_POSITIVE,
  /** Not negative where its operands are finite. */
  NOT_NEGATIVE,
  /** Not negative, or positive, where operand 0 is. */
  SIGN_OF_OPERAND,
  /** Costs no more to compute again than to save the result and take it back. */
  CHEAP,

  // comparisons

  /** Whether operand 0 is less than operand 1; with {@link #OR_EQUAL}, or equal. */
  LESS,
  /** Whether operand 0 is greater than operand 1; with {@link #OR_EQUAL}, or equal. */
  GREATER,
  /** A comparison that holds where the operands are equal. */
  OR_EQUAL,

  // arrays

  /** The element of array operand 0 at index operand 1. */
  LOAD,
  /** Makes operand 2 the element of array operand 0 at index operand 1. */
  STORE,
  /** The length of array operand 0: looks at no element, and throws only for null. */
  LENGTH,
  /** The result is a part of operand 0. */
  PART,
  /** A new array with the operands as its sizes. */
  SIZED,
  /** A copy of array operand 0 that shares its rows. */
  COPY,
  /** Gives all elements of array operand 0 other values. */
  FILLS_FIRST,
  /** Moves what operand 0 holds to the elements of array operand 1. */
  FILLS_SECOND,
  /** Stores numbers of its last operand, no references. */
  COPIES_NUMBERS,
  /** Looks at arrays, stores nothing, and throws where they are not as they should be. */
  CHECK,
  /** A {@link #CHECK} that arrays are different ones. */
  DISTINCTNESS,

  // tensors

  /** Operand 0 with its last two dimensions exchanged. */
  TRANSPOSITION,
  /** The matrix product of the operands; attributes may say that a transpose is meant. */
  MATRIX_PRODUCT,
  /** Puts a tensor into a larger one, and throws where there is no room for it. */
  NEEDS_ROOM,

  /** The elements of its result are a new array, and it keeps no operand. */
  NEW_ELEMENTS,
  /** The elements of its result may be those of operand 0, and it keeps no operand otherwise. */
  MAY_SHARE_ELEMENTS,
  /** Says that nothing reads operand 0 any more, so that its memory is free for others. */
  RECYCLING,

  // batches

  /** Notes which example of a batch is computed, for where it fails. */
  EXAMPLE,

  // derivatives

  /** Says something to derivatives only: otherwise it is operand 0, or nothing. */
  FOR_DERIVATIVES
}
