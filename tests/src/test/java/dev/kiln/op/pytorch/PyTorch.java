package dev.kiln.op.pytorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Python that has PyTorch and NumPy; {@code pytorch/reference.py} describes the files. */
final class PyTorch {
  /** Which Python, where it is not {@code python3}; as an environment variable KILN_PYTHON. */
  static final String PROPERTY = "kiln.python";

  private static final List<DType> CODES =
      List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64, DType.BOOL);

  private final String python;

  private PyTorch(String python) {
    this.python = python;
  }

  /**
   * The Python that is named, or else {@code python3} if it has PyTorch.
   *
   * @throws AssertionError if one is named that has no PyTorch
   */
  static Optional<PyTorch> find() throws IOException, InterruptedException {
    String named = System.getProperty(PROPERTY, System.getenv("KILN_PYTHON"));
    if (named != null) {
      assertTrue(hasPyTorch(named), named + " has no PyTorch and NumPy");
      return Optional.of(new PyTorch(named));
    }
    return hasPyTorch("python3") ? Optional.of(new PyTorch("python3")) : Optional.empty();
  }

  private static boolean hasPyTorch(String python) throws IOException, InterruptedException {
    String find =
        "from importlib.util import find_spec as f; exit(not (f('torch') and f('numpy')))";
    try {
      Process process =
          new ProcessBuilder(python, "-c", find)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  /** An answer: tensors, or what went wrong. */
  record Answer(List<Tensor> tensors, String error) {}

  /** The answers to all cases, by one process. */
  List<Answer> answers(Path folder, List<Request> requests)
      throws IOException, InterruptedException {
    Path script = folder.resolve("reference.py");
    try (InputStream resource = PyTorch.class.getResourceAsStream("/pytorch/reference.py")) {
      Files.write(script, resource.readAllBytes());
    }
    Path asked = folder.resolve("requests");
    Path answered = folder.resolve("answers");
    Path log = folder.resolve("log");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Request request : requests) {
      bytes.writeBytes(request.encoded());
    }
    Files.write(asked, bytes.toByteArray());
    Process process =
        new ProcessBuilder(python, script.toString(), asked.toString(), answered.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertTrue(ended, "PyTorch takes more than five minutes");
    assertEquals(0, process.exitValue(), Files.readString(log));
    ByteBuffer data = ByteBuffer.wrap(Files.readAllBytes(answered)).order(ByteOrder.LITTLE_ENDIAN);
    List<Answer> answers = new ArrayList<>();
    while (data.hasRemaining()) {
      answers.add(answer(data));
    }
    return answers;
  }

  /** A case with its cotangents. */
  record Request(Case of, boolean isNative, List<Tensor> cotangents) {
    private byte[] encoded() {
      byte[] text = of.expression().getBytes(StandardCharsets.UTF_8);
      int size = 4 + text.length + 12;
      for (List<Tensor> tensors : List.of(of.operands(), cotangents)) {
        size += tensors.stream().mapToInt(x -> 8 + x.rank() * 4 + count(x) * 8).sum();
      }
      ByteBuffer data = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      data.putInt(text.length).put(text).putInt(isNative ? 1 : 0);
      for (List<Tensor> tensors : List.of(of.operands(), cotangents)) {
        data.putInt(tensors.size());
        tensors.forEach(x -> write(x, data));
      }
      return Arrays.copyOf(data.array(), data.position());
    }
  }

  private static int count(Tensor x) {
    return Math.toIntExact(x.shape().elements());
  }

  private static void write(Tensor x, ByteBuffer data) {
    data.putInt(CODES.indexOf(x.dtype())).putInt(x.rank());
    for (int size : x.shape().toArray()) {
      data.putInt(size);
    }
    for (int i = 0; i < count(x); i++) {
      switch (x.dtype()) {
        case FLOAT32 -> data.putFloat(x.array().floats()[i]);
        case FLOAT64 -> data.putDouble(x.array().doubles()[i]);
        case INT32 -> data.putInt(x.array().ints()[i]);
        case INT64 -> data.putLong(x.array().longs()[i]);
        default -> data.put((byte) (x.array().booleans()[i] ? 1 : 0));
      }
    }
  }

  private static Answer answer(ByteBuffer data) {
    int count = data.getInt();
    if (count < 0) {
      byte[] message = new byte[data.getInt()];
      data.get(message);
      return new Answer(List.of(), new String(message, StandardCharsets.UTF_8));
    }
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tensors.add(read(data));
    }
    return new Answer(tensors, null);
  }

  private static Tensor read(ByteBuffer data) {
    DType dtype = CODES.get(data.getInt());
    int[] sizes = new int[data.getInt()];
    Arrays.setAll(sizes, i -> data.getInt());
    int count = Arrays.stream(sizes).reduce(1, (x, y) -> x * y);
    double[] doubles = new double[count];
    long[] longs = new long[count];
    for (int i = 0; i < count; i++) {
      switch (dtype) {
        case FLOAT32 -> doubles[i] = data.getFloat();
        case FLOAT64 -> doubles[i] = data.getDouble();
        case INT32 -> longs[i] = data.getInt();
        case INT64 -> longs[i] = data.getLong();
        default -> longs[i] = data.get();
      }
    }
    Tensor read = dtype.isFloating() ? Tensor.of(doubles, sizes) : Tensor.of(longs, sizes);
    return dtype == DType.BOOL ? read.notEqualTo(0) : read.cast(dtype);
  }
}
