package dev.kiln.autodiff.reverse.callee;

import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.reverse.residual.SharedStacks;
import dev.kiln.graph.Operation;
import java.util.Optional;

/** The derivatives of called functions, as the two sweeps over a function ask for them. */
public interface Callees {

  /** The functions that are differentiated by rules of their own. */
  CustomRules rules();

  /** The stacks that called functions share. */
  SharedStacks stacks();

  /** The derivative of a callee; empty where a call has neither active values nor references. */
  Optional<CalleeDerivative> derived(FunctionDerivation caller, Operation.Call call);
}
