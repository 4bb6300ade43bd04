package dev.kiln.format;

import java.util.ArrayList;
import java.util.List;

/**
 * How NumPy calls the types of elements: the order of the bytes ({@code <} lowest first, {@code >}
 * highest first, {@code |} of a single one), the kind, and the number of bytes.
 */
final class NpyTypes {
  private NpyTypes() {}

  /** The kind and the number of bytes; empty where NumPy has no such type. */
  private static String code(ElementType element) {
    return switch (element) {
      case FLOAT64, FLOAT32, FLOAT16 -> "f" + element.bytes();
      case INT64, INT32, INT16, INT8 -> "i" + element.bytes();
      case UINT64, UINT32, UINT16, UINT8 -> "u" + element.bytes();
      case BOOL -> "b1";
      case BFLOAT16, FLOAT8_E4M3, FLOAT8_E5M2 -> "";
    };
  }

  /** As NumPy writes it. */
  static String descr(ElementType element) {
    return (element.bytes() == 1 ? "|" : "<") + code(element);
  }

  /** The type of what NumPy writes; null where there is none. */
  static ElementType element(String descr) {
    for (ElementType each : ElementType.values()) {
      boolean isOrder =
          descr.startsWith("<")
              || descr.startsWith(">")
              || descr.startsWith("|") && each.bytes() == 1;
      if (isOrder
          && !code(each).isEmpty()
          && descr.endsWith(code(each))
          && descr.length() == 1 + code(each).length()) {
        return each;
      }
    }
    return null;
  }

  /** The kinds and numbers of bytes that are read. */
  static List<String> all() {
    List<String> codes = new ArrayList<>();
    for (ElementType each : ElementType.values()) {
      if (each.dtype().isPresent() && !code(each).isEmpty()) {
        codes.add(code(each));
      }
    }
    return codes;
  }
}
