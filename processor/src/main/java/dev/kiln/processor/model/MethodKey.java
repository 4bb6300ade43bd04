package dev.kiln.processor.model;

import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;

/** How generated annotations name a method: {@code apply(dev.kiln.tensor.Tensor,int)}. */
public final class MethodKey {
  private MethodKey() {}

  /** The name and the types of the parameters. */
  public static String of(ExecutableElement method) {
    return method.getParameters().stream()
        .map(parameter -> parameter.asType().toString())
        .collect(Collectors.joining(",", method.getSimpleName() + "(", ")"));
  }
}
