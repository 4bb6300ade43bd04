package dev.kiln.processor.model.read;

import dev.kiln.annotation.Compute;
import dev.kiln.processor.model.source.Neighbours;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;

/** Finds what gives the names of classes of java.lang another meaning in generated code. */
final class HiddenNames {
  /** Classes that generated code names without their package and without an import. */
  private static final Set<String> NEEDED =
      Set.of("Math", "StrictMath", "Double", "Float", "String");

  private HiddenNames() {}

  /**
   * Something that hides a class.
   *
   * @param name of the class
   */
  record Hidden(Element place, String name) {
    String description() {
      return switch (place.getKind()) {
        case FIELD -> "the field " + name;
        case PARAMETER -> "the parameter " + name + " of " + place.getEnclosingElement();
        default -> "the class " + place;
      };
    }
  }

  /**
   * Fields, classes and parameters of compute methods that hide, in the package of a model and
   * among what it inherits.
   */
  static List<Hidden> in(TypeElement model, Elements elements) {
    List<Hidden> hidden = new ArrayList<>();
    PackageElement around = elements.getPackageOf(model);
    for (String name : NEEDED.stream().sorted().toList()) {
      TypeElement neighbour = Neighbours.named(name, around, elements);
      if (neighbour != null) {
        hidden.add(new Hidden(neighbour, name));
      }
    }
    for (Element member : elements.getAllMembers(model)) {
      boolean named = member.getKind().isField() || member instanceof TypeElement;
      String name = member.getSimpleName().toString();
      if (named && NEEDED.contains(name) && !member.getModifiers().contains(Modifier.PRIVATE)) {
        hidden.add(new Hidden(member, name));
      }
      if (member instanceof ExecutableElement method
          && method.getAnnotation(Compute.class) != null) {
        for (VariableElement parameter : method.getParameters()) {
          if (NEEDED.contains(parameter.getSimpleName().toString())) {
            hidden.add(new Hidden(parameter, parameter.getSimpleName().toString()));
          }
        }
      }
    }
    return hidden;
  }
}
