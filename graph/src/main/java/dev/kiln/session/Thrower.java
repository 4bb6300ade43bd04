package dev.kiln.session;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Frame;
import dev.kiln.type.ScalarType;
import java.util.List;

/** Throws the exception of a guard, with its message built as Java builds it. */
final class Thrower implements Program.Node {
  private final Terminator.Throw exception;
  private final int[] slots;
  private final int place;
  private final Exceptions exceptions;

  Thrower(Terminator.Throw exception, int[] slots, int place, Exceptions exceptions) {
    this.exception = exception;
    this.slots = slots;
    this.place = place;
    this.exceptions = exceptions;
  }

  @Override
  public int run(Frame frame) {
    Places.fail(frame, place);
    String message = exception.message().isEmpty() ? null : message(frame);
    Throwable made = exceptions.make(exception.exception(), message);
    if (made instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) made;
  }

  private String message(Frame frame) {
    StringBuilder text = new StringBuilder();
    List<Value> operands = exception.operands();
    for (int i = 0; i < exception.message().size(); i++) {
      text.append(exception.message().get(i));
      if (i < slots.length) {
        DType dtype = ((ScalarType) operands.get(i).type()).dtype();
        text.append(exception.form(i).text(Bits.unbox(frame.bits[slots[i]], dtype)));
      }
    }
    return text.toString();
  }
}
