package dev.kiln.processor.model.read;

import dev.kiln.annotation.Differentiable;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.ExecutableElement;

/**
 * Whether the names of {@code @Differentiable} tell derivatives apart: each is an identifier that
 * neither another annotation nor a compute method has, and at most one annotation of a method has
 * none.
 */
final class RequestNames {
  private final List<Diagnostic> problems;

  RequestNames(List<Diagnostic> problems) {
    this.problems = problems;
  }

  /** Whether names of methods may begin with a name. */
  static boolean isName(String name) {
    return SourceVersion.isIdentifier(name) && !SourceVersion.isKeyword(name);
  }

  /** Reports what is wrong with the annotations of the compute methods of a model. */
  void check(Collection<ExecutableElement> methods) {
    Set<String> taken = new HashSet<>();
    methods.forEach(each -> taken.add(each.getSimpleName().toString()));
    for (ExecutableElement method : methods) {
      int unnamed = 0;
      for (Differentiable each : method.getAnnotationsByType(Differentiable.class)) {
        String name = each.name();
        if (name.isEmpty()) {
          unnamed++;
        } else if (!isName(name)) {
          report(method, "the name '" + name + "', which is not a Java identifier");
        } else if (!taken.add(name)) {
          report(method, "the name '" + name + "', which is taken");
        }
      }
      if (unnamed > 1) {
        report(method, "no name on " + unnamed + " annotations");
      }
    }
  }

  private void report(ExecutableElement method, String what) {
    problems.add(Diagnostic.on(method, Code.DIFFERENTIABLE_NAME, method.getSimpleName(), what));
  }
}
