package dev.kiln.autodiff.plan;

import dev.kiln.op.NotDifferentiableException;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;

/** What is saved of an array whose elements a derivative needs and the method overwrites. */
public final class SavedElements {
  private SavedElements() {}

  /**
   * The type of what is saved of each element.
   *
   * @param position of what overwrites the array
   * @throws NotDifferentiableException for bytes, shorts and chars, of which there are no stacks
   */
  public static ValueType of(ArrayType array, SourcePosition position) {
    if (array.element() instanceof CodedType coded) {
      throw new NotDifferentiableException(
          "a derivative that saves the elements of an array of "
              + coded.name()
              + ", since they are overwritten; use an array of int",
          position);
    }
    return array.component();
  }
}
