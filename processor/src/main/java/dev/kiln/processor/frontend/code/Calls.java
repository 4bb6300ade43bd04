package dev.kiln.processor.frontend.code;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.name.Receiver;
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
}
