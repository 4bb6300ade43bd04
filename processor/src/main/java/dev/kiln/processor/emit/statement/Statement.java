package dev.kiln.processor.emit.statement;

import dev.kiln.type.SourcePosition;
import java.util.List;

/** A statement and where in the user's source it comes from, as far as that is known. */
interface Statement {
  SourcePosition place();

  /** The statements of the blocks in it. */
  List<? extends Statement> nested();
}
