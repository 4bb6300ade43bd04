package dev.kiln.processor.model.library;

import dev.kiln.annotation.Model;
import dev.kiln.processor.model.NestedModel;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/**
 * Which records of libraries only store their components. Class files do not tell, but Kiln checked
 * every record that is in a graph when it compiled the library.
 */
public final class LibraryRecords {
  private final Elements elements;
  private final List<TypeElement> models;

  /**
   * @param nested the models in the model at hand, whose graphs may have values of the records
   */
  public LibraryRecords(Elements elements, List<NestedModel> nested) {
    this.elements = elements;
    this.models = new ArrayList<>();
    nested.forEach(each -> models.add(each.model()));
  }

  /** Whether a graph of a nested model, or of a model around the record, has the record. */
  public boolean isPlain(TypeElement record) {
    List<TypeElement> candidates = new ArrayList<>(models);
    for (Element at = record; at instanceof TypeElement type; at = type.getEnclosingElement()) {
      if (type.getAnnotation(Model.class) != null) {
        candidates.add(type);
      }
    }
    return candidates.stream().anyMatch(model -> LibraryGraphs.mention(elements, model, record));
  }
}
