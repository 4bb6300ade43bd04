package dev.kiln.processor.model.read;

import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Vectorized;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.ExecutableElement;

/**
 * Whether the names of {@code @Differentiable}, and those of {@code @Vectorized}, tell what is
 * generated apart: each is an identifier that neither another annotation nor a compute method has,
 * and at most one annotation of a kind has none on a method.
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
      List<String> names = new ArrayList<>();
      for (Differentiable each : method.getAnnotationsByType(Differentiable.class)) {
        names.add(each.name());
      }
      check(method, Code.DIFFERENTIABLE_NAME, names, taken);
    }
    for (ExecutableElement method : methods) {
      List<String> names = new ArrayList<>();
      for (Vectorized each : method.getAnnotationsByType(Vectorized.class)) {
        names.add(each.name());
      }
      check(method, Code.VECTORIZED_NAME, names, taken);
    }
  }

  private void check(ExecutableElement method, Code code, List<String> names, Set<String> taken) {
    int unnamed = 0;
    for (String name : names) {
      String wrong = "";
      if (name.isEmpty()) {
        unnamed++;
      } else if (!isName(name)) {
        wrong = "the name '" + name + "', which is not a Java identifier";
      } else if (!taken.add(name)) {
        wrong = "the name '" + name + "', which is taken";
      }
      if (!wrong.isEmpty()) {
        problems.add(Diagnostic.on(method, code, method.getSimpleName(), wrong));
      }
    }
    if (unnamed > 1) {
      String wrong = "no name on " + unnamed + " annotations";
      problems.add(Diagnostic.on(method, code, method.getSimpleName(), wrong));
    }
  }
}
