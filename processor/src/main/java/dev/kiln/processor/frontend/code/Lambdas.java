package dev.kiln.processor.frontend.code;

import com.sun.source.tree.Tree;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;

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
   * @param context where its names mean what they do
   * @param target the functional interface, of which {@code method} is the method
   */
  public Lambda lambda(
      Tree tree,
      Context context,
      DeclaredType target,
      ExecutableElement method,
      List<String> parameters,
      Tree body) {
    Key key = new Key(tree, target.toString(), context.receiver(), context.isConstant());
    return known.computeIfAbsent(
        key,
        each -> {
          TypeElement type = (TypeElement) target.asElement();
          String name = type.getQualifiedName() + "$" + (named.size() + 1);
          Lambda made =
              new Lambda(
                  name,
                  target,
                  method,
                  parameters,
                  body,
                  context.receiver(),
                  context.unit(),
                  context.isConstant());
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
