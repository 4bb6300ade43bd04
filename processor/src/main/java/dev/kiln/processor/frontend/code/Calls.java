package dev.kiln.processor.frontend.code;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.model.DerivativeName;
import java.util.List;
import javax.lang.model.element.ExecutableElement;

/** Calls functions, which are made when they are called first. */
public interface Calls {
  /**
   * Calls a method whose source is at hand, or the graph of another model's method.
   *
   * @return its result; null for a void method
   */
  Value call(
      Tree tree,
      Context caller,
      ExecutableElement method,
      Receiver receiver,
      List<Value> arguments);

  /**
   * Calls a function that is a value.
   *
   * @param called what the function is called where it is made first
   * @param arguments the value itself, then those of the call
   * @return its result; null for a void function
   */
  Value call(Tree tree, Context caller, Lambda lambda, String called, List<Value> arguments);

  /** The derivative of a method, which the model {@code receiver} has. */
  CalledDerivative derivative(
      Tree tree, Context caller, DerivativeName derivative, Receiver receiver);
}
