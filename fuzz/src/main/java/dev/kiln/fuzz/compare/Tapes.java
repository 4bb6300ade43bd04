package dev.kiln.fuzz.compare;

import dev.kiln.array.NdArray;
import dev.kiln.fuzz.run.Inputs;
import dev.kiln.fuzz.run.LoadedProgram;
import dev.kiln.fuzz.run.Numbers;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Columns;
import dev.kiln.testkit.run.Invocation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gradients by a tape on plain Java. */
final class Tapes {
  private Tapes() {}

  /**
   * Compares the gradients of tensors.
   *
   * @param gradient by input
   * @return the names of the inputs that a tape could differentiate
   */
  static List<String> check(Comparison comparison, Map<String, Object> gradient, double tolerance) {
    LoadedProgram program = comparison.program();
    Object model = program.newPlain();
    LoadedProgram.Call call = program.call(comparison.call());
    List<String> names = new ArrayList<>();
    List<Tensor> sources = new ArrayList<>();
    Inputs inputs = new Inputs(program, model, call);
    Map<String, Object> values = inputs.values(new Columns());
    for (String name : gradient.keySet()) {
      Object value = values.get(name);
      if (value instanceof NdArray) {
        value = inputs.field(name);
      }
      if (value instanceof Tensor tensor) {
        names.add(name);
        sources.add(tensor);
      }
    }
    Set<Tensor> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
    distinct.addAll(sources);
    if (sources.isEmpty() || distinct.size() < sources.size()) {
      return List.of(); // a tape has one derivative by a tensor, though it be two arguments
    }
    List<Tensor> gradients;
    try (Tape tape = Tape.open()) {
      Object result = Invocation.of(program.declared(call.method()), model, call.arguments());
      if (!(result instanceof Tensor loss)) {
        return List.of();
      }
      gradients = gradients(tape, loss, sources);
    }
    for (int i = 0; i < names.size(); i++) {
      Object expected = gradients.get(i);
      Object actual = gradient.get(names.get(i));
      if (!Numbers.areClose(expected, actual, tolerance)) {
        comparison.disagree("tape", Numbers.elements(expected), Numbers.elements(actual));
      }
    }
    return names;
  }

  /** Zeros where a tape refuses a loss that depends on nothing given, as a constant does. */
  private static List<Tensor> gradients(Tape tape, Tensor loss, List<Tensor> sources) {
    try {
      return tape.gradient(loss, sources.toArray(Tensor[]::new));
    } catch (IllegalArgumentException e) {
      if (!e.getMessage().contains("depends on none of the sources")) {
        throw e;
      }
      return sources.stream()
          .map(source -> Tensor.zeros(source.dtype(), source.shape().toArray()))
          .toList();
    }
  }
}
