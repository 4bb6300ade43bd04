package dev.kiln.peer;

import java.util.Optional;

/** A library that can run some of the workloads. */
public interface Library extends AutoCloseable {
  /** A workload, ready to run. */
  interface Task {
    /**
     * Runs it once. A training step changes the parameters.
     *
     * @return something that depends on the result, so that no compiler leaves it out
     */
    Object run();

    /** Runs it once, and copies the result; for a training step, the last weights after it. */
    float[] result();
  }

  /** The workload; empty where the library cannot run it. */
  Optional<Task> prepare(Workload workload);

  @Override
  void close();

  /** The libraries. */
  enum Name {
    KILN,
    PYTORCH,
    ONNX_RUNTIME;

    /** The library, with one thread. */
    Library open() {
      return switch (this) {
        case KILN -> new KilnLibrary();
        case PYTORCH -> new PyTorchLibrary();
        case ONNX_RUNTIME -> new OnnxRuntimeLibrary();
      };
    }
  }
}
