package dev.kiln.processor.emit.expression;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.op.definition.Bits;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.text.JavaText;
import java.util.ArrayList;
import java.util.List;

/** Java literals that give back every bit. */
public final class Literals {
  private Literals() {}

  public static Expression of(DType dtype, long bits) {
    return switch (dtype) {
      case BOOL -> Expression.truth(Bits.toBoolean(bits));
      case INT32 -> number(Integer.toString(Bits.toInt(bits)));
      case INT64 -> number(bits + "L");
      case FLOAT32 -> floating(Bits.toFloat(bits), "Float", Bits.toFloat(bits) + "f");
      case FLOAT64 -> floating(Bits.toDouble(bits), "Double", Double.toString(Bits.toDouble(bits)));
    };
  }

  /** Whether the literal has the very bits; of the many NaNs, it names one. */
  public static boolean isExact(DType dtype, long bits) {
    return switch (dtype) {
      case FLOAT32 -> !Float.isNaN(Bits.toFloat(bits)) || bits == Bits.of(Float.NaN);
      case FLOAT64 -> !Double.isNaN(Bits.toDouble(bits)) || bits == Bits.of(Double.NaN);
      default -> true;
    };
  }

  private static Expression floating(double value, String owner, String text) {
    if (Double.isNaN(value)) {
      return Expression.primary(owner + ".NaN");
    }
    if (Double.isInfinite(value)) {
      return Expression.primary(owner + (value > 0 ? ".POSITIVE_INFINITY" : ".NEGATIVE_INFINITY"));
    }
    return number(text);
  }

  private static Expression number(String text) {
    return text.startsWith("-") ? Expression.unary(text) : Expression.primary(text);
  }

  /** {@code NdArray.of(TensorShape.of(2), new float[] {1.0f, 2.0f})}. */
  public static JavaText of(NdArray array) {
    ClassName shape = ClassName.get("dev.kiln.array", "TensorShape");
    List<JavaText> sizes = new ArrayList<>();
    for (int size : array.shape().toArray()) {
      sizes.add(JavaText.of("$L", size));
    }
    List<JavaText> elements = new ArrayList<>();
    for (int i = 0; i < array.shape().elements(); i++) {
      elements.add(of(array.dtype(), bits(array, i)).code());
    }
    return JavaText.of(
        "$T.of($T.of($L), new $T {$L})",
        JavaTypes.ND_ARRAY,
        shape,
        JavaText.join(sizes, ", "),
        ArrayTypeName.of(JavaTypes.of(array.dtype())),
        JavaText.join(elements, ", "));
  }

  private static long bits(NdArray array, int i) {
    return switch (array.dtype()) {
      case FLOAT32 -> Bits.of(array.floats()[i]);
      case FLOAT64 -> Bits.of(array.doubles()[i]);
      case INT32 -> array.ints()[i];
      case INT64 -> array.longs()[i];
      case BOOL -> Bits.of(array.booleans()[i]);
    };
  }
}
