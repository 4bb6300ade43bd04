package dev.kiln.fuzz.program;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Walks over programs and rebuilds them, by the components of the records they are made of. */
public final class Nodes {
  private Nodes() {}

  /** The parts of a record class that are needed to take it apart and rebuild it. */
  private record Parts(RecordComponent[] components, Constructor<?> constructor) {}

  private static final ClassValue<Parts> PARTS =
      new ClassValue<>() {
        @Override
        protected Parts computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          Class<?>[] types =
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
          try {
            return new Parts(components, type.getConstructor(types));
          } catch (NoSuchMethodException e) {
            throw new LinkageError(e.toString(), e);
          }
        }
      };

  /** Visits a node and all nodes in it, from the outside in. */
  public static void visit(Node node, Consumer<Node> visitor) {
    visitor.accept(node);
    for (Object component : components(node)) {
      visitPart(component, visitor);
    }
  }

  private static void visitPart(Object part, Consumer<Node> visitor) {
    if (part instanceof Node node) {
      visit(node, visitor);
    } else if (part instanceof List<?> list) {
      list.forEach(each -> visitPart(each, visitor));
    } else if (part instanceof Optional<?> optional) {
      optional.ifPresent(each -> visitPart(each, visitor));
    }
  }

  /** The components of a node, in order. */
  public static List<Object> components(Node node) {
    List<Object> components = new ArrayList<>();
    for (RecordComponent component : PARTS.get(node.getClass()).components()) {
      try {
        components.add(component.getAccessor().invoke(node));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.toString(), e);
      }
    }
    return components;
  }

  /** A node of the same class with other components; the node itself where all are the same. */
  public static Node rebuild(Node node, UnaryOperator<Object> change) {
    List<Object> components = components(node);
    Object[] changed = new Object[components.size()];
    boolean differs = false;
    for (int i = 0; i < changed.length; i++) {
      changed[i] = change.apply(components.get(i));
      differs |= changed[i] != components.get(i);
    }
    if (!differs) {
      return node;
    }
    try {
      return (Node) PARTS.get(node.getClass()).constructor().newInstance(changed);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.toString(), e);
    }
  }
}
