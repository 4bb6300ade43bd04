package dev.kiln.processor.emit.function;

import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.statement.Code;
import java.util.List;

/** Writes {@code return}, with the results in the form that the method has. */
public interface Returns {
  void write(Code out, List<Expression> results);
}
