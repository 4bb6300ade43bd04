package dev.kiln.format;

/** How safetensors calls the types of elements. */
final class SafetensorsTypes {
  private SafetensorsTypes() {}

  static String name(ElementType element) {
    return switch (element) {
      case FLOAT64 -> "F64";
      case FLOAT32 -> "F32";
      case FLOAT16 -> "F16";
      case BFLOAT16 -> "BF16";
      case INT64 -> "I64";
      case INT32 -> "I32";
      case INT16 -> "I16";
      case INT8 -> "I8";
      case UINT64 -> "U64";
      case UINT32 -> "U32";
      case UINT16 -> "U16";
      case UINT8 -> "U8";
      case FLOAT8_E4M3 -> "F8_E4M3";
      case FLOAT8_E5M2 -> "F8_E5M2";
      case BOOL -> "BOOL";
    };
  }

  /** The type of a name; null where there is none. */
  static ElementType element(String name) {
    for (ElementType each : ElementType.values()) {
      if (name(each).equals(name)) {
        return each;
      }
    }
    return null;
  }
}
