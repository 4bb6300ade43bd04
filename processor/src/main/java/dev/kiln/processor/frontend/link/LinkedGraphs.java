package dev.kiln.processor.frontend.link;

import dev.kiln.processor.model.library.LibraryGraphs;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/** Finds the graphs of other models' methods. */
public interface LinkedGraphs {
  /**
   * The graph that stands for a call; empty where there is none, so that the source has to be read.
   *
   * @param compiled the model that is being compiled
   * @param receiver the class whose method is called, which may inherit it
   */
  Optional<LinkedGraph> find(TypeElement compiled, TypeElement receiver, ExecutableElement method)
      throws LibraryGraphs.UnreadableException;
}
