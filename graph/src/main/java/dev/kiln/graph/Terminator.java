package dev.kiln.graph;

import dev.kiln.type.SourcePosition;
import java.util.List;

/** How a block ends. */
public sealed interface Terminator {
  /** The values that it passes on. */
  List<Value> operands();

  /**
   * Normal end. In a branch of {@link Operation.If} or in a {@link Operation.Scope}: the results.
   * In the body of a {@link Operation.Loop}: the carried values of the next iteration.
   */
  record Yield(List<Value> operands) implements Terminator {
    public Yield {
      operands = List.copyOf(operands);
    }
  }

  /**
   * Ends the condition block of a loop: with {@code condition} true the body runs with {@code
   * carried} as its parameters, else {@code carried} are the loop's results.
   */
  record Condition(Value condition, List<Value> carried) implements Terminator {
    public Condition {
      carried = List.copyOf(carried);
    }

    @Override
    public List<Value> operands() {
      java.util.ArrayList<Value> all = new java.util.ArrayList<>();
      all.add(condition);
      all.addAll(carried);
      return all;
    }
  }

  /** Leaves the enclosing loop or scope {@code label}; the operands are its results. */
  record Break(String label, List<Value> operands) implements Terminator {
    public Break {
      operands = List.copyOf(operands);
    }
  }

  /** Goes to the condition of the enclosing loop {@code label} with new carried values. */
  record Continue(String label, List<Value> operands) implements Terminator {
    public Continue {
      operands = List.copyOf(operands);
    }
  }

  /** Leaves the function with its results. */
  record Return(List<Value> operands) implements Terminator {
    public Return {
      operands = List.copyOf(operands);
    }
  }

  /**
   * Throws an exception.
   *
   * @param exception the canonical name of the class, with a constructor that takes a message
   * @param message literal parts of the message; the operands stand between them, so there is one
   *     part more than operands. Empty for an exception without message
   * @param forms how each operand is written; empty where each is as Java's string concatenation
   *     writes it
   * @param position where in the user's source it is thrown
   */
  record Throw(
      String exception,
      List<String> message,
      List<MessageForm> forms,
      List<Value> operands,
      SourcePosition position)
      implements Terminator {
    public Throw {
      message = List.copyOf(message);
      boolean arePlain = forms.stream().allMatch(MessageForm.PLAIN::equals);
      forms = arePlain ? List.of() : List.copyOf(forms);
      operands = List.copyOf(operands);
    }

    /** An exception whose message has the operands as string concatenation writes them. */
    public Throw(
        String exception, List<String> message, List<Value> operands, SourcePosition position) {
      this(exception, message, List.of(), operands, position);
    }

    /** The same with other operands. */
    public Throw with(List<Value> others) {
      return new Throw(exception, message, forms, others, position);
    }

    /** How an operand is written. */
    public MessageForm form(int operand) {
      return forms.isEmpty() ? MessageForm.PLAIN : forms.get(operand);
    }
  }

  /** Never reached, since the last operation never completes normally. */
  record Unreachable() implements Terminator {
    @Override
    public List<Value> operands() {
      return List.of();
    }
  }
}
