package dev.kiln.agreement;

import dev.kiln.session.Results;
import java.lang.reflect.Method;

/** Derivatives that the method {@code slope} of a program's model gives, input after input. */
public final class ClosedForm {
  private ClosedForm() {}

  /** Asks the model, for the arguments of the call. */
  public static GradientCheck.Expected of(Modes modes, Program.Call call) {
    Object[] arguments = modes.arguments(call);
    Object model = modes.newModel(modes.plain());
    double[] slope = (double[]) Reflection.call(modes.plain(), model, "slope", arguments);
    Method method = Reflection.method(modes.plain(), call.method(), arguments.length);
    Results results = modes.runGraph(call.method() + "Gradient", model, method, arguments);
    return (input, element) -> {
      int start = 0;
      for (String each : results.names().subList(1, results.names().size())) {
        if (each.equals(input)) {
          return slope[start + element];
        }
        start += Slot.elements(results.get(each)).size();
      }
      throw new AssertionError("no derivative by " + input);
    };
  }
}
