package dev.kiln.fuzz.generate;

import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the code of one method may use while it is being generated. */
final class Context {
  /**
   * A method that can be called.
   *
   * @param name with the path to its receiver
   * @param result empty for void
   * @param depth the position of the parameter that bounds a recursion, or -1
   * @param cost about how many steps it takes
   */
  record Callable(
      String name, Optional<ValueType> result, List<ValueType> parameters, int depth, int cost) {}

  /** A constant or field. */
  record Global(String name, ValueType type) {}

  /** How many steps a method may take, about. */
  static final int COST_LIMIT = 800;

  final Randomness random;
  final Profile profile;
  final Size size;
  final Types types;
  final List<Callable> callables;
  final List<Global> globals;
  final Scope scope = new Scope();
  final ExpressionGenerator expressions;

  /** Names of int constants that may label a case, with their values. */
  final List<Global> labels = new ArrayList<>();

  /** The type that the method returns; empty for void. */
  Optional<ValueType> result = Optional.empty();

  /** How often the current code runs, about. */
  int multiplicity = 1;

  /** How many steps the method takes, about. */
  int cost = 1;

  /** Whether expressions may assign, and call methods. */
  boolean mayHaveEffects = true;

  Context(
      Randomness random,
      Profile profile,
      Size size,
      Types types,
      List<Callable> callables,
      List<Global> globals) {
    this.random = random;
    this.profile = profile;
    this.size = size;
    this.types = types;
    this.callables = callables;
    this.globals = globals;
    this.expressions = new ExpressionGenerator(this);
  }

  /** Whether code that takes {@code steps} may stand here; if so, it is accounted for. */
  boolean affords(int steps) {
    if (cost + steps * multiplicity > COST_LIMIT) {
      return false;
    }
    cost += steps * multiplicity;
    return true;
  }
}
