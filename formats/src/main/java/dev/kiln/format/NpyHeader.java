package dev.kiln.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is before the elements of an npy file, as NumPy's <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">description of the
 * format</a> has it: {@code 0x93 NUMPY}, two bytes of version, the length of the header in two
 * bytes (in four since version 2), and a Python dictionary.
 *
 * <pre>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</pre>
 */
final class NpyHeader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** NumPy writes headers of a few hundred bytes, and refuses to read longer ones than 10,000. */
  private static final int LONGEST = 1 << 16;

  /** The elements begin at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private final String file;
  private final int start;
  private final String text;
  private int at;

  private NpyHeader(String file, int start, String text) {
    this.file = file;
    this.start = start;
    this.text = text;
  }

  /** Reads the header of a tensor, and leaves the stream at the first element. */
  static StoredTensor read(InputStream in, String name, String file) throws IOException {
    byte[] begin = take(in, 0, MAGIC.length + 2, file);
    if (!Arrays.equals(begin, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new MalformedFileException(file, 0, "it is not an npy file");
    }
    int version = begin[MAGIC.length];
    if (version < 1 || version > 3 || begin[MAGIC.length + 1] != 0) {
      throw new MalformedFileException(
          file,
          MAGIC.length,
          "it has version %d.%d of the format; 1.0, 2.0 and 3.0 are read"
              .formatted(version, begin[MAGIC.length + 1]));
    }
    int size = version == 1 ? Short.BYTES : Integer.BYTES;
    byte[] bytes = take(in, begin.length, size, file);
    long length = 0;
    for (int i = size - 1; i >= 0; i--) {
      length = length << Byte.SIZE | Byte.toUnsignedLong(bytes[i]);
    }
    if (length > LONGEST) {
      throw new MalformedFileException(
          file, begin.length, "the header has " + length + " bytes; " + LONGEST + " are read");
    }
    int start = begin.length + size;
    byte[] header = take(in, start, (int) length, file);
    String text =
        new String(header, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    return new NpyHeader(file, start, text).parse(name, start + length);
  }

  private static byte[] take(InputStream in, int position, int count, String file)
      throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new MalformedFileException(file, position + bytes.length, "it ends in its header");
    }
    return bytes;
  }

  private StoredTensor parse(String name, long position) throws IOException {
    ElementType element = null;
    ByteOrder order = null;
    Boolean fortran = null;
    List<Long> sizes = null;
    expect('{');
    while (!skip('}')) {
      String key = string();
      expect(':');
      switch (key) {
        case "descr" -> {
          int from = at;
          String descr = type();
          element = element(descr, from);
          order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        }
        case "fortran_order" -> fortran = truth();
        case "shape" -> sizes = sizes();
        default -> throw malformed("the header has the unknown key '" + key + "'");
      }
      if (!skip(',')) {
        expect('}');
        break;
      }
    }
    if (element == null || fortran == null || sizes == null) {
      throw malformed("the header needs 'descr', 'fortran_order' and 'shape'");
    }
    blanks();
    if (at < text.length()) {
      throw malformed("the header goes on after its end");
    }
    return new StoredTensor(name, element, order, sizes, fortran, position);
  }

  private ElementType element(String descr, int from) throws IOException {
    ElementType element = NpyTypes.element(descr);
    if (element == null) {
      at = from;
      throw malformed(
          "elements of type '%s' are not read; %s are".formatted(descr, NpyTypes.all()));
    }
    return element;
  }

  /** A string; other types are lists of the fields of a record. */
  private String type() throws IOException {
    blanks();
    if (at < text.length() && text.charAt(at) == '[') {
      throw malformed("arrays of records are not read");
    }
    return string();
  }

  private boolean truth() throws IOException {
    blanks();
    for (boolean truth : new boolean[] {true, false}) {
      String word = truth ? "True" : "False";
      if (text.startsWith(word, at)) {
        at += word.length();
        return truth;
      }
    }
    throw malformed("'fortran_order' is neither True nor False");
  }

  /** {@code ()}, {@code (3,)} or {@code (3, 4)}; Python 2 wrote an L after each number. */
  private List<Long> sizes() throws IOException {
    List<Long> sizes = new ArrayList<>();
    expect('(');
    while (!skip(')')) {
      blanks();
      int from = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      try {
        sizes.add(Long.parseLong(text, from, at, 10));
      } catch (NumberFormatException e) {
        throw malformed("'shape' is no list of sizes");
      }
      skip('L');
      if (!skip(',')) {
        expect(')');
        break;
      }
    }
    return sizes;
  }

  private String string() throws IOException {
    char quote = skip('"') ? '"' : '\'';
    if (quote == '\'') {
      expect('\'');
    }
    int end = text.indexOf(quote, at);
    if (end < 0) {
      throw malformed("a string of the header has no end");
    }
    String string = text.substring(at, end);
    at = end + 1;
    return string;
  }

  private void expect(char wanted) throws IOException {
    if (!skip(wanted)) {
      throw malformed("the header has no " + wanted + " here");
    }
  }

  private boolean skip(char wanted) {
    blanks();
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IOException malformed(String problem) {
    return new MalformedFileException(file, start + at, problem);
  }

  /** The header of an array as NumPy writes it, of version 1. */
  static byte[] bytes(ElementType element, int... sizes) {
    StringBuilder shape = new StringBuilder();
    for (int i = 0; i < sizes.length; i++) {
      shape.append(i == 0 ? "" : " ").append(sizes[i]);
      shape.append(i < sizes.length - 1 || i == 0 ? "," : "");
    }
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(NpyTypes.descr(element), shape);
    int before = MAGIC.length + 2 + Short.BYTES;
    int length = text.length() + 1;
    length += (ALIGNMENT - (before + length) % ALIGNMENT) % ALIGNMENT;
    byte[] bytes = new byte[before + length];
    Arrays.fill(bytes, (byte) ' ');
    System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
    bytes[MAGIC.length] = 1;
    bytes[MAGIC.length + 1] = 0;
    bytes[MAGIC.length + 2] = (byte) length;
    bytes[MAGIC.length + 3] = (byte) (length >> Byte.SIZE);
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, bytes, before, ascii.length);
    bytes[bytes.length - 1] = '\n';
    return bytes;
  }
}
