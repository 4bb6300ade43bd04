package dev.kiln.processor.frontend;

import javax.lang.model.element.TypeElement;

/**
 * What {@code this} means in a body.
 *
 * @param model the class whose methods are called, the most specific one; for a static method null
 * @param declaring the class that the body is written in
 * @param path how the model is reached from the compute method's own: empty or such as {@code
 *     encoder.}
 */
record Receiver(TypeElement model, TypeElement declaring, String path) {
  boolean isStatic() {
    return model == null;
  }

  Receiver in(TypeElement other) {
    return new Receiver(model, other, path);
  }
}
