package dev.kiln.batch;

/** A batch has results that are tensors, but no tensor that tells how many examples there are. */
public final class UnsizedBatchException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  UnsizedBatchException(String message) {
    super(message);
  }
}
