package dev.kiln.processor.frontend.code;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.frontend.name.Scope;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.DeclaredType;

/**
 * The code of a function that is a value: a lambda, or the call that a method reference means. The
 * value itself is a record of the local variables that the code captures, and the type of that
 * record tells which code it is. So methods that take functions are made for each of them.
 *
 * @param name the type of the record
 * @param target the functional interface, with type arguments
 * @param method the method of the interface that the code implements
 * @param parameters the names of the code's parameters
 * @param body an expression or a block
 * @param receiver what {@code this} means in the code
 * @param unit the file that it is in
 * @param isConstant whether it was made where {@code @NoGradient} makes fields constant
 */
public record Lambda(
    String name,
    DeclaredType target,
    ExecutableElement method,
    List<String> parameters,
    Tree body,
    Receiver receiver,
    CompilationUnitTree unit,
    boolean isConstant) {
  public Lambda {
    parameters = List.copyOf(parameters);
  }

  /** A function of code that is written at one place, which has no name yet. */
  public static Lambda of(
      Scope place,
      boolean isConstant,
      DeclaredType target,
      ExecutableElement method,
      List<String> parameters,
      Tree body) {
    return new Lambda(
        "", target, method, parameters, body, place.receiver(), place.unit(), isConstant);
  }

  Lambda withName(String other) {
    return new Lambda(other, target, method, parameters, body, receiver, unit, isConstant);
  }
}
