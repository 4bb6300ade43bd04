package dev.kiln.op.array;

import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;

/** How sessions read and write Java arrays, one step per element type. */
final class ArrayAccess {
  private ArrayAccess() {}

  static Evaluation.Step load(Evaluation.Site site) {
    int array = site.operands()[0];
    int index = site.operands()[1];
    int result = site.result();
    if (component(site) instanceof CodedType coded) {
      return loadCode(coded, array, index, result);
    }
    if (!(site.resultType() instanceof ScalarType element)) {
      return frame ->
          frame.references[result] = ((Object[]) frame.references[array])[(int) frame.bits[index]];
    }
    return switch (element.dtype()) {
      case FLOAT64 ->
          frame ->
              frame.bits[result] =
                  Bits.of(((double[]) frame.references[array])[(int) frame.bits[index]]);
      case FLOAT32 ->
          frame ->
              frame.bits[result] =
                  Bits.of(((float[]) frame.references[array])[(int) frame.bits[index]]);
      case INT32 ->
          frame -> frame.bits[result] = ((int[]) frame.references[array])[(int) frame.bits[index]];
      case INT64 ->
          frame -> frame.bits[result] = ((long[]) frame.references[array])[(int) frame.bits[index]];
      case BOOL ->
          frame ->
              frame.bits[result] =
                  Bits.of(((boolean[]) frame.references[array])[(int) frame.bits[index]]);
    };
  }

  static Evaluation.Step store(Evaluation.Site site) {
    int array = site.operands()[0];
    int index = site.operands()[1];
    int value = site.operands()[2];
    if (component(site) instanceof CodedType coded) {
      return storeCode(coded, array, index, value);
    }
    if (!(component(site) instanceof ScalarType element)) {
      return frame ->
          ((Object[]) frame.references[array])[(int) frame.bits[index]] = frame.references[value];
    }
    return switch (element.dtype()) {
      case FLOAT64 ->
          frame ->
              ((double[]) frame.references[array])[(int) frame.bits[index]] =
                  Bits.toDouble(frame.bits[value]);
      case FLOAT32 ->
          frame ->
              ((float[]) frame.references[array])[(int) frame.bits[index]] =
                  Bits.toFloat(frame.bits[value]);
      case INT32 ->
          frame ->
              ((int[]) frame.references[array])[(int) frame.bits[index]] = (int) frame.bits[value];
      case INT64 ->
          frame -> ((long[]) frame.references[array])[(int) frame.bits[index]] = frame.bits[value];
      case BOOL ->
          frame ->
              ((boolean[]) frame.references[array])[(int) frame.bits[index]] =
                  frame.bits[value] != 0;
    };
  }

  private static ValueType component(Evaluation.Site site) {
    return ((ArrayType) site.operandTypes().get(0)).component();
  }

  private static Evaluation.Step loadCode(CodedType type, int array, int index, int result) {
    if (type.equals(CodedType.BYTE)) {
      return frame ->
          frame.bits[result] = ((byte[]) frame.references[array])[(int) frame.bits[index]];
    }
    if (type.equals(CodedType.SHORT)) {
      return frame ->
          frame.bits[result] = ((short[]) frame.references[array])[(int) frame.bits[index]];
    }
    return frame ->
        frame.bits[result] = ((char[]) frame.references[array])[(int) frame.bits[index]];
  }

  private static Evaluation.Step storeCode(CodedType type, int array, int index, int value) {
    if (type.equals(CodedType.BYTE)) {
      return frame ->
          ((byte[]) frame.references[array])[(int) frame.bits[index]] = (byte) frame.bits[value];
    }
    if (type.equals(CodedType.SHORT)) {
      return frame ->
          ((short[]) frame.references[array])[(int) frame.bits[index]] = (short) frame.bits[value];
    }
    return frame ->
        ((char[]) frame.references[array])[(int) frame.bits[index]] = (char) frame.bits[value];
  }

  static Evaluation.Step accumulate(Evaluation.Site site) {
    int array = site.operands()[0];
    int index = site.operands()[1];
    int value = site.operands()[2];
    if (site.operandTypes().get(2).equals(ScalarType.FLOAT32)) {
      return frame ->
          ((float[]) frame.references[array])[(int) frame.bits[index]] +=
              Bits.toFloat(frame.bits[value]);
    }
    return frame ->
        ((double[]) frame.references[array])[(int) frame.bits[index]] +=
            Bits.toDouble(frame.bits[value]);
  }
}
