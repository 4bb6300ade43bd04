package dev.kiln.processor.model.read;

import com.palantir.javapoet.ClassName;
import dev.kiln.annotation.HeldModels;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.processor.model.source.SourceAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/**
 * The classes of the models in fields of libraries' models, where the types of the fields do not
 * tell them: Kiln wrote them beside the graphs when it compiled the library.
 */
final class LibraryModels {
  private final SourceAccess sources;
  private final Map<String, List<String>> classes = new HashMap<>();

  LibraryModels(SourceAccess sources) {
    this.sources = sources;
  }

  /** Takes what is known of a class, which an object at a path is of. */
  void meet(TypeElement model, String prefix) {
    if (sources.hasSource(model)) {
      return;
    }
    ClassName name = GeneratedNames.serializedGraphs(ClassName.get(model));
    TypeElement holder = sources.elements().getTypeElement(name.canonicalName());
    if (holder != null) {
      for (HeldModels each : holder.getAnnotationsByType(HeldModels.class)) {
        classes.putIfAbsent(prefix + each.field(), List.of(each.classes()));
      }
    }
  }

  /** The names of the classes of what the field at a path holds, which are empty for functions. */
  Optional<List<String>> at(String path) {
    return Optional.ofNullable(classes.get(path));
  }
}
