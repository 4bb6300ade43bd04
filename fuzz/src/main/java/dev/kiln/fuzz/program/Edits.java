package dev.kiln.fuzz.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Replaces one place of a program. Places are expressions and lists of statements, numbered from
 * the outside in.
 */
public final class Edits {
  private final Consumer<Object> visitor;
  private final int wanted;
  private final Object replacement;
  private int next;

  private Edits(Consumer<Object> visitor, int wanted, Object replacement) {
    this.visitor = visitor;
    this.wanted = wanted;
    this.replacement = replacement;
  }

  /** What is in each place. */
  public static List<Object> places(Program program) {
    List<Object> places = new ArrayList<>();
    new Edits(places::add, -1, null).change(program);
    return places;
  }

  /** The program with another expression or list of statements at a place. */
  public static Program replace(Program program, int place, Object replacement) {
    return (Program) new Edits(each -> {}, place, replacement).change(program);
  }

  /** The program with every expression changed, from the inside out. */
  public static Node map(Node node, UnaryOperator<Expression> change) {
    Node rebuilt = Nodes.rebuild(node, part -> mapPart(part, change));
    return rebuilt instanceof Expression expression ? change.apply(expression) : rebuilt;
  }

  private static Object mapPart(Object part, UnaryOperator<Expression> change) {
    return part(part, node -> map(node, change));
  }

  private Object change(Object part) {
    boolean isPlace =
        part instanceof Expression
            || part instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Statement;
    if (isPlace) {
      visitor.accept(part);
      if (next++ == wanted) {
        return replacement;
      }
    }
    if (part instanceof Node node) {
      return Nodes.rebuild(node, this::change);
    }
    return part(part, this::change);
  }

  private static Object part(Object part, java.util.function.Function<Node, Object> change) {
    if (part instanceof Node node) {
      return change.apply(node);
    }
    if (part instanceof Optional<?> optional && optional.isPresent()) {
      Object changed = part(optional.get(), change);
      return changed == optional.get() ? part : Optional.of(changed);
    }
    if (!(part instanceof List<?> list)) {
      return part;
    }
    List<Object> changed = new ArrayList<>();
    boolean differs = false;
    for (Object each : list) {
      Object element = part(each, change);
      differs |= element != each;
      changed.add(element);
    }
    return differs ? List.copyOf(changed) : part;
  }
}
