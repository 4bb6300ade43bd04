package dev.kiln.processor.frontend.code;

import com.sun.source.tree.Tree;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** The functions that are values in a graph: one for each place and what is known there. */
public final class Lambdas {
  /** What tells apart the functions of one place. */
  private record Key(Tree tree, String target, Receiver receiver, boolean isConstant) {}

  private final Map<Key, Lambda> known = new HashMap<>();
  private final Map<String, Lambda> named = new HashMap<>();

  /**
   * The function that code at one place stands for.
   *
   * @param tree the place
   * @param code the function, which has no name yet
   */
  public Lambda at(Tree tree, Lambda code) {
    Key key = new Key(tree, code.target().toString(), code.receiver(), code.isConstant());
    return known.computeIfAbsent(
        key,
        each -> {
          TypeElement type = (TypeElement) code.target().asElement();
          String name = type.getQualifiedName() + "$" + (named.size() + 1);
          Lambda made = code.withName(name);
          named.put(name, made);
          return made;
        });
  }

  /** The function that values of a type are; empty for every other type. */
  public Optional<Lambda> of(ValueType type) {
    return type instanceof RecordType record
        ? Optional.ofNullable(named.get(record.name()))
        : Optional.empty();
  }
}
