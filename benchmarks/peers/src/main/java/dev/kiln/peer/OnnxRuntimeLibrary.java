package dev.kiln.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.kiln.peer.OnnxModel.Attribute;
import dev.kiln.peer.Workload.Numbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ONNX Runtime on models that are made here. It has no training. */
final class OnnxRuntimeLibrary implements Library {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final List<OrtSession> sessions = new ArrayList<>();

  private record Call(OrtSession session, Map<String, OnnxTensor> inputs) implements Task {
    @Override
    public Object run() {
      try (OrtSession.Result result = session.run(inputs)) {
        return result.size();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public float[] result() {
      try (OrtSession.Result result = session.run(inputs)) {
        FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public Optional<Task> prepare(Workload workload) {
    int size = workload.size();
    return switch (workload.kind()) {
      case PRODUCT -> product(size);
      case CHAIN -> chain(size);
      case MLP -> mlp(size);
      case LENET -> leNet(size);
      case ATTENTION -> attention(size);
      case SEED, CHAIN_GRADIENT, TRAINING, LENET_TRAINING, LSTM, LSTM_GRADIENT -> Optional.empty();
    };
  }

  private Optional<Task> product(int size) {
    OnnxModel model =
        new OnnxModel()
            .input("a", size, size)
            .input("b", size, size)
            .node("MatMul", "a b", "result")
            .output("result");
    return task(model, "a", Workload.inputs(1, size, size), "b", Workload.inputs(2, size, size));
  }

  private Optional<Task> chain(int size) {
    OnnxModel model =
        new OnnxModel()
            .input("a", size)
            .input("b", size)
            .constant("half", new Numbers(new float[] {0.5f}))
            .node("Mul", "a a", "square")
            .node("Neg", "square", "negated")
            .node("Exp", "negated", "bell")
            .node("Mul", "a b", "product")
            .node("Add", "product half", "moved")
            .node("Tanh", "moved", "tanh")
            .node("Mul", "tanh bell", "first")
            .node("Sigmoid", "a", "second")
            .node("Add", "first second", "both")
            .node("ReduceSum", "both", "result", Attribute.of("keepdims", 0))
            .output("result");
    return task(model, "a", Workload.inputs(1, size), "b", Workload.inputs(2, size));
  }

  private Optional<Task> mlp(int batch) {
    Numbers[] weights = Workload.mlp(64, 128, 64);
    OnnxModel model = new OnnxModel().input("x", batch, 64);
    for (int i = 0; i < weights.length; i++) {
      model.constant("p" + i, weights[i]);
    }
    model
        .node("Gemm", "x p0 p1", "sum1")
        .node("Relu", "sum1", "first")
        .node("Gemm", "first p2 p3", "sum2")
        .node("Relu", "sum2", "second")
        .node("Gemm", "second p4 p5", "result")
        .output("result");
    return task(model, "x", Workload.inputs(9, batch, 64));
  }

  private Optional<Task> leNet(int batch) {
    Numbers[] weights = Workload.leNet();
    OnnxModel model = new OnnxModel().input("image", batch, 1, 28, 28);
    for (int i = 0; i < weights.length; i++) {
      model.constant("p" + i, weights[i]);
    }
    Attribute two = Attribute.list("kernel_shape", 2, 2);
    Attribute strides = Attribute.list("strides", 2, 2);
    model
        .node("Conv", "image p0", "convolved1")
        .node("Relu", "convolved1", "relu1")
        .node("MaxPool", "relu1", "first", two, strides)
        .node("Conv", "first p1", "convolved2")
        .node("Relu", "convolved2", "relu2")
        .node("MaxPool", "relu2", "second", two, strides)
        .node("Flatten", "second", "flat", Attribute.of("axis", 1))
        .node("MatMul", "flat p2", "sum3")
        .node("Relu", "sum3", "third")
        .node("MatMul", "third p3", "sum4")
        .node("Relu", "sum4", "fourth")
        .node("MatMul", "fourth p4", "result")
        .output("result");
    return task(model, "image", Workload.inputs(9, batch, 1, 28, 28));
  }

  private Optional<Task> attention(int rows) {
    int width = Workload.WIDTH;
    OnnxModel model =
        new OnnxModel()
            .input("x", rows, width)
            .constant("heads", rows, 4, width / 4)
            .constant("flat", rows, width)
            .constant("scale", new Numbers(new float[] {(float) (1 / Math.sqrt(width / 4.0))}));
    for (int i = 0; i < 4; i++) {
      model.constant("p" + i, Workload.weights(i + 1, width, width, width));
    }
    for (String name : List.of("q0", "k1", "v2")) {
      model
          .node("MatMul", "x p" + name.charAt(1), name + "product")
          .node("Reshape", name + "product heads", name + "parts");
    }
    model
        .node("Transpose", "q0parts", "q", Attribute.list("perm", 1, 0, 2))
        .node("Transpose", "k1parts", "k", Attribute.list("perm", 1, 2, 0))
        .node("Transpose", "v2parts", "v", Attribute.list("perm", 1, 0, 2))
        .node("MatMul", "q k", "scores")
        .node("Mul", "scores scale", "scaled")
        .node("Softmax", "scaled", "weights", Attribute.of("axis", 2))
        .node("MatMul", "weights v", "seen")
        .node("Transpose", "seen", "rows", Attribute.list("perm", 1, 0, 2))
        .node("Reshape", "rows flat", "merged")
        .node("MatMul", "merged p3", "result")
        .output("result");
    return task(model, "x", Workload.inputs(9, rows, width));
  }

  private Optional<Task> task(OnnxModel model, Object... inputs) {
    try {
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      OrtSession session = environment.createSession(model.bytes(), options);
      sessions.add(session);
      Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
      for (int i = 0; i < inputs.length; i += 2) {
        tensors.put((String) inputs[i], tensor((Numbers) inputs[i + 1]));
      }
      return Optional.of(new Call(session, tensors));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private OnnxTensor tensor(Numbers numbers) throws OrtException {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(4 * numbers.values().length)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    buffer.put(numbers.values()).flip();
    return OnnxTensor.createTensor(environment, buffer, numbers.longShape());
  }

  @Override
  public void close() {
    try {
      for (OrtSession session : sessions) {
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
