package dev.kiln.peer;

import dev.kiln.peer.Workload.Numbers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A model of float tensors as ONNX files have it: messages in the format of protocol buffers, with
 * the numbers of fields of {@code onnx.proto}, version 8 of the format and 17 of the operators.
 */
final class OnnxModel {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int INTS = 7;
  private static final int INT = 2;

  private final Message graph = new Message();

  /** An input of the model. */
  OnnxModel input(String name, int... shape) {
    graph.message(11, described(name, shape));
    return this;
  }

  /** The output of the model; its shape follows from the nodes. */
  OnnxModel output(String name) {
    graph.message(12, described(name));
    return this;
  }

  /** A constant. */
  OnnxModel constant(String name, Numbers numbers) {
    ByteBuffer raw =
        ByteBuffer.allocate(4 * numbers.values().length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : numbers.values()) {
      raw.putFloat(value);
    }
    return constant(name, FLOAT, raw.array(), numbers.longShape());
  }

  /** A constant vector of integers. */
  OnnxModel constant(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      raw.putLong(value);
    }
    return constant(name, INT64, raw.array(), values.length);
  }

  private OnnxModel constant(String name, int type, byte[] raw, long... shape) {
    Message tensor = new Message();
    for (long size : shape) {
      tensor.number(1, size);
    }
    graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
    return this;
  }

  /** An operator; the inputs are separated by blanks. */
  OnnxModel node(String operator, String inputs, String output, Attribute... attributes) {
    Message node = new Message();
    for (String input : inputs.split(" ", -1)) {
      node.text(1, input);
    }
    node.text(2, output).text(3, output).text(4, operator);
    for (Attribute attribute : attributes) {
      Message message = new Message().text(1, attribute.name());
      for (long value : attribute.values()) {
        message.number(attribute.isList() ? 8 : 3, value);
      }
      node.message(5, message.number(20, attribute.isList() ? INTS : INT));
    }
    graph.message(1, node);
    return this;
  }

  /** An attribute of an operator: an integer or a list of them. */
  record Attribute(String name, boolean isList, long... values) {
    static Attribute of(String name, long value) {
      return new Attribute(name, false, value);
    }

    static Attribute list(String name, long... values) {
      return new Attribute(name, true, values);
    }
  }

  /** The file. */
  byte[] bytes() {
    return new Message()
        .number(1, 8)
        .text(2, "kiln-peers")
        .message(7, graph.text(2, "model"))
        .message(8, new Message().text(1, "").number(2, 17))
        .bytes();
  }

  private static Message described(String name, int... shape) {
    Message tensor = new Message().number(1, FLOAT);
    if (shape.length > 0) {
      Message sizes = new Message();
      for (int size : shape) {
        sizes.message(1, new Message().number(1, size));
      }
      tensor.message(2, sizes);
    }
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** Fields with their numbers, one after the other. */
  private static final class Message {
    private static final int VARIABLE = 0;
    private static final int DELIMITED = 2;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    Message number(int field, long value) {
      variable((long) field << 3 | VARIABLE);
      variable(value);
      return this;
    }

    Message bytes(int field, byte[] value) {
      variable((long) field << 3 | DELIMITED);
      variable(value.length);
      written.writeBytes(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.bytes());
    }

    byte[] bytes() {
      return written.toByteArray();
    }

    private void variable(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        written.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      written.write((int) rest);
    }
  }
}
