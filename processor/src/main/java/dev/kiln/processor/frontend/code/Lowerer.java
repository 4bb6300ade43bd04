package dev.kiln.processor.frontend.code;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.model.DerivativeName;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.DeclaredType;

/**
 * Lowers code of whatever kind at one place. There is a class for each kind of code, and code of
 * any kind contains code of others: through this, the classes need not know each other.
 */
public interface Lowerer {
  /** Where code is lowered. */
  Context context();

  /** Lowers code at another place of the same function. */
  Lowerer in(Context inner);

  /**
   * Lowers a list of statements in a scope of its own.
   *
   * @return how the block ends after them; null where control goes on
   */
  Terminator statements(List<? extends StatementTree> statements);

  /**
   * Lowers the next statement of a list; a refused one is noted.
   *
   * @param before the statement in front of it, or null
   * @return how the block ends after it; null where control goes on
   */
  Terminator statement(StatementTree tree, StatementTree before);

  /** Lowers an expression; a refused one is noted, and its value unknown. */
  Value expression(ExpressionTree tree);

  /** Lowers an expression; refuses it where it is not in the compiled language. */
  Value expressionOrRefusal(ExpressionTree tree);

  /** Lowers an expression whose value nobody takes. */
  void effect(ExpressionTree tree);

  /** Lowers an expression and converts it as an assignment does; {@code type} may be null. */
  Value initializer(ExpressionTree tree, ValueType type);

  /**
   * Calls a method whose source is at hand, or the graph of another model's method.
   *
   * @return its result; null for a void method
   */
  Value call(Tree tree, ExecutableElement method, Receiver receiver, List<Value> arguments);

  /**
   * Calls a function that is a value.
   *
   * @param called what the function is called where it is made first
   * @param arguments the value itself, then those of the call
   * @return its result; null for a void function
   */
  Value call(Tree tree, Lambda lambda, String called, List<Value> arguments);

  /** Lowers an expression where a function is wanted: a lambda, or whatever has such a value. */
  Value function(ExpressionTree tree, DeclaredType type);

  /** As {@link #initializer(ExpressionTree, ValueType)}, or a function where one is wanted. */
  default Value initializer(ExpressionTree tree, ValueType type, Optional<DeclaredType> function) {
    return function.isPresent() ? function(tree, function.get()) : initializer(tree, type);
  }

  /** The derivative of a method, which the model {@code receiver} has. */
  CalledDerivative derivative(Tree tree, DerivativeName derivative, Receiver receiver);

  /** Lowers a boolean. */
  default Value condition(ExpressionTree tree) {
    return new Conversions(context().block()).required(tree, expression(tree), ScalarType.BOOL);
  }
}
