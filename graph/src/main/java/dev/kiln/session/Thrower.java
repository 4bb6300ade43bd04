package dev.kiln.session;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Frame;
import dev.kiln.type.ScalarType;
import java.util.List;

/** Throws the exception of a guard, with its message built as Java's string concatenation does. */
final class Thrower implements Program.Node {
  private final Terminator.Throw exception;
  private final int[] slots;
  private final int place;

  Thrower(Terminator.Throw exception, int[] slots, int place) {
    this.exception = exception;
    this.slots = slots;
    this.place = place;
  }

  @Override
  public int run(Frame frame) {
    Places.fail(frame, place);
    String message = exception.message().isEmpty() ? null : message(frame);
    if (exception.exception().equals("java.lang.AssertionError")) {
      throw message == null ? new AssertionError() : new AssertionError(message);
    }
    throw exception(message);
  }

  private String message(Frame frame) {
    StringBuilder text = new StringBuilder();
    List<Value> operands = exception.operands();
    for (int i = 0; i < exception.message().size(); i++) {
      text.append(exception.message().get(i));
      if (i < slots.length) {
        DType dtype = ((ScalarType) operands.get(i).type()).dtype();
        text.append(Bits.unbox(frame.bits[slots[i]], dtype));
      }
    }
    return text.toString();
  }

  private RuntimeException exception(String message) {
    return switch (exception.exception()) {
      case "java.lang.IllegalArgumentException" -> new IllegalArgumentException(message);
      case "java.lang.IllegalStateException" -> new IllegalStateException(message);
      case "java.lang.ArithmeticException" -> new ArithmeticException(message);
      case "java.lang.IndexOutOfBoundsException" -> new IndexOutOfBoundsException(message);
      case "java.lang.ArrayIndexOutOfBoundsException" ->
          new ArrayIndexOutOfBoundsException(message);
      case "java.lang.UnsupportedOperationException" -> new UnsupportedOperationException(message);
      case "java.lang.NullPointerException" -> new NullPointerException(message);
      case "java.lang.RuntimeException" -> new RuntimeException(message);
      default -> throw new IllegalStateException("cannot throw a " + exception.exception());
    };
  }
}
