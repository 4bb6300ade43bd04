package dev.kiln.processor.frontend.link;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.model.DerivativeName;
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

  /**
   * The derivative of a compute method of a model, the one that is being compiled or another.
   *
   * @param call the call of it
   * @param unit the file that the call is in
   * @return empty where {@code @Differentiable} does not ask for it
   * @throws Refusal if there is no such derivative, or the method needs it itself
   */
  Optional<LinkedDerivative> derivative(
      Tree call, CompilationUnitTree unit, TypeElement model, DerivativeName derivative)
      throws LibraryGraphs.UnreadableException;
}
