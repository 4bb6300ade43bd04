package dev.kiln.processor.model.origin;

import com.sun.source.tree.NewClassTree;
import dev.kiln.processor.model.ModelFunction;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** How the object in a field was made. */
public sealed interface Origin {
  /**
   * {@code new Dense(random, 4, 3)}.
   *
   * @param arguments how those were made, where that is known
   */
  record Creation(TypeElement type, NewClassTree tree, List<Optional<Origin>> arguments)
      implements Origin {
    public Creation {
      arguments = List.copyOf(arguments);
    }
  }

  /** A lambda or method reference. */
  record Function(ModelFunction function) implements Origin {}

  /** An array or a list. */
  record Several(List<Origin> elements) implements Origin {
    public Several {
      elements = List.copyOf(elements);
    }
  }

  /** Whether both make the same: what a function does is told by where it is written. */
  default boolean isLike(Origin other) {
    if (this instanceof Creation made && other instanceof Creation also) {
      return made.type().equals(also.type()) && areAlike(made.arguments(), also.arguments());
    }
    if (this instanceof Function made && other instanceof Function also) {
      return made.function().tree() == also.function().tree();
    }
    return this instanceof Several made
        && other instanceof Several also
        && areAlike(
            made.elements().stream().map(Optional::of).toList(),
            also.elements().stream().map(Optional::of).toList());
  }

  private static boolean areAlike(List<Optional<Origin>> some, List<Optional<Origin>> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      Optional<Origin> other = others.get(i);
      boolean isAlike =
          some.get(i).map(each -> other.filter(each::isLike).isPresent()).orElseGet(other::isEmpty);
      if (!isAlike) {
        return false;
      }
    }
    return true;
  }
}
