package dev.kiln.processor.model.origin;

import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.kiln.processor.model.library.SequentialLayers;
import dev.kiln.processor.model.source.ClassNames;
import dev.kiln.processor.model.source.SourceAccess;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Tells how the objects in final fields were made: by the initialiser of the field, or by what the
 * constructors assign to it. Generated code checks that models are of the classes that this says.
 */
public final class Origins {
  private final SourceAccess sources;
  private final Expressions expressions;

  public Origins(SourceAccess sources) {
    this.sources = sources;
    this.expressions = new Expressions(new ClassNames(sources.elements(), sources.inheritance()));
  }

  /**
   * How the object in a field was made; empty where that is not known.
   *
   * @param model the class of the object that has the field
   * @param path how that object is reached from the outer model: empty, or with a dot at the end
   * @param made how that object was made, where that is known
   */
  public Optional<Origin> of(
      VariableElement field, TypeElement model, String path, Optional<Origin.Creation> made) {
    if (!field.getModifiers().contains(Modifier.FINAL)) {
      return Optional.empty();
    }
    TypeElement owner = (TypeElement) field.getEnclosingElement();
    Optional<List<Optional<Origin>>> arguments =
        made.filter(each -> owner.equals(model)).map(Origin.Creation::arguments);
    TreePath source = sources.trees().getPath(field);
    if (source == null) {
      return arguments.filter(each -> SequentialLayers.areIn(field)).flatMap(Expressions::packed);
    }
    if (source.getLeaf() instanceof VariableTree tree && tree.getInitializer() != null) {
      Place place = new Place(owner, path, source.getCompilationUnit(), Map.of());
      return expressions.of(tree.getInitializer(), place);
    }
    String name = field.getSimpleName().toString();
    return new Constructors(sources.trees(), expressions, name).assigned(owner, path, arguments);
  }
}
