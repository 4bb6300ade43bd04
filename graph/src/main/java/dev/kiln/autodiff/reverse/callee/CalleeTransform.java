package dev.kiln.autodiff.reverse.callee;

import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.graph.Function;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes the functions of a {@link CalleeDerivative}, anew in each attempt until it is known what
 * they need.
 */
public interface CalleeTransform extends CalleeDerivative {

  /** Makes the derivatives of one function. */
  interface Maker {

    /**
     * Makes one of them.
     *
     * @param unusedName makes of a name one that no function has
     */
    CalleeTransform make(UnaryOperator<String> unusedName, Choice choice, CustomRules rules);
  }

  /** Takes in what the last attempt found out; returns whether there was anything new. */
  boolean revise();

  /**
   * The functions, as far as it is known what they need.
   *
   * @param callees the derivatives of the functions that the function calls in turn
   */
  List<Function> build(Callees callees);

  /** What there is to say of it, beside what follows from {@link #derivations}. */
  default Optional<ReverseReport.Item> report() {
    return Optional.empty();
  }

  /** What is known of the functions that are differentiated. */
  List<FunctionDerivation> derivations();
}
