package dev.kiln.processor.frontend.name;

import javax.lang.model.element.TypeElement;

/**
 * What {@code this} means in a body.
 *
 * @param model the class whose methods are called, the most specific one; null in static methods
 *     and in methods of records and enums
 * @param record the record or enum whose methods are called, the value of which is the variable
 *     {@link #THIS}; null elsewhere
 * @param declaring the class that the body is written in
 * @param path how the model is reached from the compute method's own: empty or such as {@code
 *     encoder.}
 * @param constant the ordinal of the constant whose body the code is in, or {@link #OF_ALL}
 */
public record Receiver(
    TypeElement model, TypeElement record, TypeElement declaring, String path, int constant) {
  /** What code in no body of a constant has. */
  public static final int OF_ALL = -1;

  /** The variable that holds the record or constant in methods of records and enums. */
  public static final String THIS = "this";

  /** A model, or one in it. */
  public Receiver(TypeElement model, TypeElement declaring, String path) {
    this(model, null, declaring, path, OF_ALL);
  }

  /** What static code of a class has. */
  public static Receiver none(TypeElement declaring) {
    return new Receiver(null, null, declaring, "", OF_ALL);
  }

  /** What the methods of a record or an enum have. */
  public static Receiver of(TypeElement record) {
    return new Receiver(null, record, record, "", OF_ALL);
  }

  /** Whether there is no model that {@code this} is. */
  public boolean isStatic() {
    return model == null;
  }

  /** Whether {@code this} is a record or a constant of an enum. */
  public boolean isRecord() {
    return record != null;
  }

  /** The class of the object, whose methods override others; null in static methods. */
  public TypeElement type() {
    return isRecord() ? record : model;
  }

  /** The same object in code of another class. */
  public Receiver in(TypeElement other) {
    return new Receiver(model, record, other, path, OF_ALL);
  }

  /** The same object in the body of one of an enum's constants, or in no such body. */
  public Receiver inConstant(int ordinal) {
    return new Receiver(model, record, declaring, path, ordinal);
  }
}
