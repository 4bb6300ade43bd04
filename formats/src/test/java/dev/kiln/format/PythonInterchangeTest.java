package dev.kiln.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Python with NumPy reads and writes safetensors files by the layout that the format documents:
 * eight bytes with the length of a header in JSON, the header, the elements.
 */
class PythonInterchangeTest {
  private static final String READ =
      """
      import json, sys, numpy
      types = {"F32": "<f4", "F64": "<f8", "I32": "<i4", "I64": "<i8", "BOOL": "?"}
      content = open(sys.argv[1], "rb").read()
      length = int.from_bytes(content[:8], "little")
      header = json.loads(content[8:8 + length])
      for name, tensor in sorted(header.items()):
          if name != "__metadata__":
              begin, end = tensor["data_offsets"]
              part = content[8 + length + begin:8 + length + end]
              array = numpy.frombuffer(part, types[tensor["dtype"]]).reshape(tensor["shape"])
              shape = ",".join(str(size) for size in array.shape)
              print(name, tensor["dtype"], "[" + shape + "]", array.tobytes().hex())
      """;

  /** The names and the layout of two layers {@code Linear}, and what they predict. */
  private static final String WRITE =
      """
      import json, sys, numpy
      random = numpy.random.default_rng(5)
      def numbers(*shape):
          return (random.integers(-20, 20, shape) / 4).astype("<f4")
      tensors = {
          "fc1.weight": numbers(4, 3), "fc1.bias": numbers(4), "fc2.weight": numbers(2, 4)}
      header, elements = {"__metadata__": {"format": "pt"}}, b""
      for name, array in tensors.items():
          end = len(elements) + array.nbytes
          header[name] = {
              "dtype": "F32", "shape": list(array.shape), "data_offsets": [len(elements), end]}
          elements += array.tobytes()
      text = json.dumps(header, separators=(",", ":")).encode()
      text += b" " * (-len(text) % 8)
      open(sys.argv[1], "wb").write(len(text).to_bytes(8, "little") + text + elements)
      x = numpy.array([[1, -2, 3], [0.5, 4, -0.25]], "<f4")
      hidden = numpy.maximum(x @ tensors["fc1.weight"].T + tensors["fc1.bias"], 0)
      for logit in (hidden @ tensors["fc2.weight"].T).ravel():
          print(logit)
      """;

  @TempDir Path directory;

  @BeforeAll
  static void lookForPython() throws Exception {
    boolean isThere;
    try {
      Process python = new ProcessBuilder("python3", "-c", "import numpy").start();
      isThere = python.waitFor() == 0;
    } catch (IOException e) {
      isThere = false;
    }
    assumeTrue(isThere, "no python3 with NumPy is on the path: files were not compared with it");
  }

  private List<String> run(String script, Path file) throws Exception {
    Path code = Files.writeString(directory.resolve("script.py"), script);
    Process python =
        new ProcessBuilder("python3", code.toString(), file.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(python.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, python.waitFor(), printed);
    return printed.lines().toList();
  }

  @Test
  void numPyReadsTheSameBits() throws Exception {
    SplittableRandom random = new SplittableRandom(11);
    float[] floats = new float[24];
    double[] doubles = new double[6];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat(random.nextInt());
    }
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = Double.longBitsToDouble(random.nextLong());
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("layers.0.w", Tensor.of(floats, 2, 3, 4));
    tensors.put("special", Tensor.of(new float[] {Float.NaN, -0.0f, 1 / 0f, Float.MIN_VALUE}));
    tensors.put("doubles", Tensor.of(doubles, 6, 1));
    tensors.put("ints", Tensor.of(new int[] {Integer.MIN_VALUE, -1, 7}));
    tensors.put("longs", Tensor.of(new long[] {Long.MAX_VALUE, -2}));
    tensors.put("truth", Tensor.of(new boolean[] {true, false, true}));
    tensors.put("scalar", Tensor.scalar(0.1f));
    tensors.put("none", Tensor.zeros(DType.FLOAT32, 0, 5));
    Path file = directory.resolve("kiln.safetensors");
    SafetensorsFile.write(file, tensors);
    List<String> expected =
        tensors.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> line(each))
            .toList();
    assertEquals(expected, run(READ, file));
  }

  private static String line(Map.Entry<String, Tensor> entry) {
    Tensor tensor = entry.getValue();
    String type =
        switch (tensor.dtype()) {
          case FLOAT32 -> "F32";
          case FLOAT64 -> "F64";
          case INT32 -> "I32";
          case INT64 -> "I64";
          case BOOL -> "BOOL";
        };
    String shape =
        Arrays.stream(tensor.shape().toArray())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "[", "]"));
    String line = entry.getKey() + " " + type + " " + shape + " ";
    return line + HexFormat.of().formatHex(littleEndian(tensor));
  }

  private static byte[] littleEndian(Tensor tensor) {
    int count = Arrays.stream(tensor.shape().toArray()).reduce(1, (i, j) -> i * j);
    ByteBuffer bytes = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.dtype()) {
      case FLOAT32 -> {
        for (float each : tensor.toFloatArray()) {
          bytes.putInt(Float.floatToRawIntBits(each));
        }
      }
      case FLOAT64 -> {
        for (double each : tensor.toDoubleArray()) {
          bytes.putLong(Double.doubleToRawLongBits(each));
        }
      }
      case INT32 -> {
        for (int each : tensor.toIntArray()) {
          bytes.putInt(each);
        }
      }
      case INT64 -> {
        for (long each : tensor.toLongArray()) {
          bytes.putLong(each);
        }
      }
      case BOOL -> {
        for (boolean each : tensor.toBooleanArray()) {
          bytes.put((byte) (each ? 1 : 0));
        }
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  @Test
  void aFileInPyTorchsLayoutGivesTheSamePredictions() throws Exception {
    Path file = directory.resolve("pytorch.safetensors");
    List<String> printed = run(WRITE, file);
    Classifier classifier = new CompiledClassifier();
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      ClassifierParameters.set(
          classifier, WeightMappingTest.PYTORCH.read(open, ClassifierParameters.declared()));
    }
    Tensor x = Tensor.of(new float[] {1, -2, 3, 0.5f, 4, -0.25f}, 2, 3);
    float[] expected = new float[4]; // quarters and their products are exact
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Float.parseFloat(printed.get(i));
    }
    assertArrayEquals(expected, classifier.logits(x).toFloatArray());
  }
}
