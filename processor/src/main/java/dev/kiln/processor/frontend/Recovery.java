package dev.kiln.processor.frontend;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.ConstantOps;
import dev.kiln.processor.diagnostic.Refusal;
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
final class Recovery {
  /** The type of values of which not even the type is known. */
  static final ValueType UNKNOWN = new RecordType("?", List.of());

  private final Body body;
  private final Set<Value> unknown = new HashSet<>();

  /** How often code has met an unknown value, or given one. */
  private int meetings;

  Recovery(Body body) {
    this.body = body;
  }

  int meetings() {
    return meetings;
  }

  /**
   * Notes a refusal of code that met no unknown value.
   *
   * @param before the meetings before the code was read
   */
  void note(Refusal refusal, int before) {
    if (meetings == before) {
      body.program.problems().add(refusal);
    }
    meetings++;
  }

  /** Notes a refusal after which the same code is read on. */
  void note(Refusal refusal) {
    note(refusal, meetings);
  }

  /** Whether nothing is known of a value but, perhaps, its type. */
  boolean isUnknown(Value value) {
    return value != null && (unknown.contains(value) || isUnknown(value.type()));
  }

  /** Whether a type is that of values of which not even the type is known. */
  static boolean isUnknown(ValueType type) {
    return UNKNOWN.equals(type);
  }

  boolean isAnyUnknown(Collection<Value> values) {
    return values.stream().anyMatch(this::isUnknown);
  }

  /** Notes that code has got a value. */
  Value met(Value value) {
    if (isUnknown(value)) {
      meetings++;
    }
    return value;
  }

  /** Notes that code uses a local variable, or a part of it, without reading it. */
  void meetVariable(Tree tree) {
    if (tree instanceof MemberSelectTree select) {
      meetVariable(select.getExpression());
    } else if (tree instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      if (body.environment.has(name)) {
        met(body.environment.value(name));
      }
    }
  }

  /** A value of which no more is known than the type; null for not even that. */
  Value unknown(ValueType type) {
    Value value =
        body.block.apply(
            "",
            ConstantOps.UNDEFINED,
            Attributes.of("type", new Attribute.Type(type == null ? UNKNOWN : type)),
            List.of());
    return mark(value);
  }

  /** Marks a value as unknown. */
  Value mark(Value value) {
    unknown.add(value);
    meetings++;
    return value;
  }

  /** Marks {@code result} where one of the values that it may be is unknown. */
  void follow(Value result, Value... sources) {
    for (Value source : sources) {
      if (isUnknown(source)) {
        mark(result);
        return;
      }
    }
  }

  /** What variables hold that refused code may assign. */
  void forget(Collection<String> assigned) {
    for (String name : body.environment.inScope(assigned)) {
      Environment.Local local = body.environment.get(name);
      ValueType type =
          local.type() != null || local.value() == null ? local.type() : local.value().type();
      body.environment.assign(name, unknown(type));
    }
  }
}
