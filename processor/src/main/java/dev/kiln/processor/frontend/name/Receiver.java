package dev.kiln.processor.frontend.name;

import javax.lang.model.element.TypeElement;

/**
 * What {@code this} means in a body.
 *
 * @param model the class whose methods are called, the most specific one; for a static method null
 * @param declaring the class that the body is written in
 * @param path how the model is reached from the compute method's own: empty or such as {@code
 *     encoder.}
 */
public record Receiver(TypeElement model, TypeElement declaring, String path) {
  /** What static code of a class has. */
  public static Receiver none(TypeElement declaring) {
    return new Receiver(null, declaring, "");
  }

  /** Whether there is no {@code this}. */
  public boolean isStatic() {
    return model == null;
  }

  /** The same object in code of another class. */
  public Receiver in(TypeElement other) {
    return new Receiver(model, other, path);
  }
}
