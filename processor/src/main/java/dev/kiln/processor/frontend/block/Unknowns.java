package dev.kiln.processor.frontend.block;

import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.report.Problems;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Goes on after refused code, so that everything is said at once that is wrong with a method.
 *
 * <p>The idea: refused code gives an unknown value, and what is computed from unknown values is
 * unknown. Code that meets one cannot be judged, so that a refusal of it is not reported; its parts
 * that meet none are.
 *
 * <pre>
 * String s = name(x);         refused: String
 * y = s.length() * hash(z);   refused: hash(z), but neither the call of length() nor the product
 * </pre>
 */
public final class Unknowns {
  /** The type of values of which not even the type is known. */
  public static final ValueType UNKNOWN = new RecordType("?", List.of());

  private final Problems problems;
  private final Set<Value> unknown = new HashSet<>();

  /** How often code has met an unknown value, or given one. */
  private int meetings;

  /** The unknown values of one function, of which problems are the cause. */
  public Unknowns(Problems problems) {
    this.problems = problems;
  }

  /** How often code has met an unknown value, or given one. */
  public int meetings() {
    return meetings;
  }

  /**
   * Notes a refusal of code that met no unknown value.
   *
   * @param before the meetings before the code was read
   */
  public void note(Refusal refusal, int before) {
    if (meetings == before) {
      problems.add(refusal);
    }
    meetings++;
  }

  /** Notes a refusal after which the same code is read on. */
  public void note(Refusal refusal) {
    note(refusal, meetings);
  }

  /** Whether nothing is known of a value but, perhaps, its type. */
  public boolean isUnknown(Value value) {
    return value != null && (unknown.contains(value) || isUnknown(value.type()));
  }

  /** Whether a type is that of values of which not even the type is known. */
  public static boolean isUnknown(ValueType type) {
    return UNKNOWN.equals(type);
  }

  boolean isAnyUnknown(Collection<Value> values) {
    return values.stream().anyMatch(this::isUnknown);
  }

  /** Notes that code has got a value. */
  public Value met(Value value) {
    if (isUnknown(value)) {
      meetings++;
    }
    return value;
  }

  /** Marks a value as unknown. */
  Value mark(Value value) {
    unknown.add(value);
    meetings++;
    return value;
  }

  /** Marks {@code result} where one of the values that it may be is unknown. */
  public void follow(Value result, Value... sources) {
    for (Value source : sources) {
      if (isUnknown(source)) {
        mark(result);
        return;
      }
    }
  }
}
