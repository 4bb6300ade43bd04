package dev.kiln.processor.frontend.name;

import javax.lang.model.element.TypeElement;

/**
 * What {@code this} means in a body.
 *
 * @param model the class whose methods are called, the most specific one; null in static methods
 *     and in methods of records
 * @param record the record whose methods are called, the value of which is the variable {@link
 *     #THIS}; null elsewhere
 * @param declaring the class that the body is written in
 * @param path how the model is reached from the compute method's own: empty or such as {@code
 *     encoder.}
 */
public record Receiver(TypeElement model, TypeElement record, TypeElement declaring, String path) {
  /** The variable that holds the record in methods of records. */
  public static final String THIS = "this";

  /** A model, or one in it. */
  public Receiver(TypeElement model, TypeElement declaring, String path) {
    this(model, null, declaring, path);
  }

  /** What static code of a class has. */
  public static Receiver none(TypeElement declaring) {
    return new Receiver(null, null, declaring, "");
  }

  /** What the methods of a record have. */
  public static Receiver of(TypeElement record) {
    return new Receiver(null, record, record, "");
  }

  /** Whether there is no model that {@code this} is. */
  public boolean isStatic() {
    return model == null;
  }

  /** Whether {@code this} is a record. */
  public boolean isRecord() {
    return record != null;
  }

  /** The class of the object, whose methods override others; null in static methods. */
  public TypeElement type() {
    return isRecord() ? record : model;
  }

  /** The same object in code of another class. */
  public Receiver in(TypeElement other) {
    return new Receiver(model, record, other, path);
  }
}
