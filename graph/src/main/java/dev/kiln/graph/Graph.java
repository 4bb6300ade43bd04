package dev.kiln.graph;

import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * A whole program: an entry function with named inputs and outputs, and the functions it calls.
 *
 * @param name the method it was made from, such as {@code loss}
 * @param inputs one for each parameter of {@code entry}, in order
 * @param outputs a name for each result of {@code entry}, in order
 * @param entry the function to run
 * @param functions the functions that calls refer to by name
 */
public record Graph(
    String name,
    List<Input> inputs,
    List<String> outputs,
    Function entry,
    List<Function> functions) {

  /** What an input is to the model. */
  public enum Kind {
    /** An argument of the method. */
    ARGUMENT,
    /** A trainable parameter of the model. */
    PARAMETER,
    /** Another field of the model. */
    FIELD,
    /** A static field, which is called by its qualified name. */
    STATIC
  }

  /** A named input. Names of nested parts have dots, such as {@code encoder.w1}. */
  public record Input(String name, Kind kind) {}

  public Graph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    functions = List.copyOf(functions);
  }

  /** The type of the input at {@code index}. */
  public ValueType inputType(int index) {
    return entry.parameters().get(index).type();
  }

  /** The function {@code name}, where there is one. */
  public Optional<Function> function(String function) {
    return functions.stream().filter(each -> each.name().equals(function)).findFirst();
  }

  /**
   * The signature, such as {@code loss(x: f32[n, 4], w: f32[4]) -> (result: f32[])}; {@link
   * dev.kiln.graph.text.GraphPrinter} prints the operations too.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name).append('(');
    for (int i = 0; i < inputs.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(inputs.get(i).name());
      text.append(": ").append(inputType(i));
    }
    text.append(") -> (");
    for (int i = 0; i < outputs.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(outputs.get(i));
      text.append(": ").append(entry.resultTypes().get(i));
    }
    return text.append(')').toString();
  }

  /** The same graph with another entry function. */
  public Graph withEntry(Function other) {
    return new Graph(name, inputs, outputs, other, functions);
  }

  /** The same graph with other called functions. */
  public Graph withFunctions(List<Function> others) {
    return new Graph(name, inputs, outputs, entry, others);
  }
}
