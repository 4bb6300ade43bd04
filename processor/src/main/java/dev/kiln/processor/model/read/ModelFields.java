package dev.kiln.processor.model.read;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.VariableTree;
import dev.kiln.annotation.Length;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.ModelFunction;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.processor.model.origin.Origin;
import dev.kiln.processor.model.origin.Origins;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.processor.model.source.SourceAccess;
import dev.kiln.processor.model.type.ModelTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Reads fields that hold models: of which classes they are is told by the types of the fields, or
 * by what the fields are initialised with.
 */
final class ModelFields {
  private final SourceAccess sources;
  private final Origins origins;
  private final LibraryModels libraries;

  ModelFields(SourceAccess sources, LibraryModels libraries) {
    this.sources = sources;
    this.origins = new Origins(sources);
    this.libraries = libraries;
  }

  /** A model, and how it was made where that is known. */
  record Held(NestedModel model, Optional<Origin.Creation> made) {
    /** What tells a model that contains itself: the class, or the code that makes it. */
    Object key() {
      return made.isPresent() ? made.get().tree() : model.model();
    }
  }

  /**
   * What a field holds.
   *
   * @param array empty for a field that holds one model
   */
  record Contents(Optional<ModelArray> array, List<Held> models) {}

  /**
   * The models that a field holds; empty where it holds none, or they are not known.
   *
   * @param owner the class of the model that has the field
   * @param prefix how that model is reached: empty, or with a dot at the end
   * @param made how that model was made
   */
  Optional<Contents> of(
      VariableElement field, TypeElement owner, String prefix, Optional<Origin.Creation> made) {
    String path = prefix + field.getSimpleName();
    TypeElement element = ModelTypes.elementClass(field.asType());
    TypeElement single = ModelTypes.heldClass(field.asType());
    if (element == null && single == null) {
      return Optional.empty();
    }
    Optional<Origin> origin = origins.of(field, owner, prefix, made);
    return element == null
        ? single(field, path, single, origin)
        : several(field, path, element, origin);
  }

  private Optional<Contents> single(
      VariableElement field, String path, TypeElement declared, Optional<Origin> origin) {
    Optional<Origin.Creation> creation = origin.flatMap(each -> model(each, declared));
    Optional<TypeElement> exact =
        creation
            .map(Origin.Creation::type)
            .or(
                () ->
                    libraries
                        .at(path)
                        .map(each -> each.get(0))
                        .map(sources.elements()::getTypeElement))
            .or(() -> Optional.of(declared).filter(ModelTypes::isModel));
    return exact.map(
        model ->
            new Contents(
                Optional.empty(),
                List.of(new Held(new NestedModel(path, model, declared, field), creation))));
  }

  /** A model that fits where it is. */
  private Optional<Origin.Creation> model(Origin origin, TypeElement declared) {
    return origin instanceof Origin.Creation creation
            && ModelTypes.isModel(creation.type())
            && Inheritance.lineage(creation.type()).contains(declared)
        ? Optional.of(creation)
        : Optional.empty();
  }

  private Optional<Contents> several(
      VariableElement field, String path, TypeElement declared, Optional<Origin> origin) {
    boolean isList = ModelTypes.isList(field.asType());
    boolean isModel = ModelTypes.isModel(declared);
    Length annotation = field.getAnnotation(Length.class);
    if (origin.isPresent() && origin.get() instanceof Origin.Several several) {
      List<Origin> elements = several.elements();
      boolean isKnown =
          elements.stream()
              .allMatch(
                  each -> each instanceof Origin.Function || model(each, declared).isPresent());
      if (isKnown && (annotation == null || annotation.value() == elements.size())) {
        return Optional.of(known(field, path, declared, elements));
      }
    }
    Optional<List<String>> library = libraries.at(path);
    if (library.isPresent()) {
      return Optional.of(ofLibrary(field, path, declared, library.get()));
    }
    if (!isModel) {
      return Optional.empty();
    }
    Optional<Integer> initial = initial(field, isList);
    int length = annotation != null ? annotation.value() : initial.orElse(-1);
    boolean isFixed = isFinal(field) && initial.equals(Optional.of(length));
    return length < 0
        ? Optional.empty()
        : Optional.of(
            contents(
                new ModelArray(path, declared, field, length, isList, isFixed, Map.of()),
                Collections.nCopies(length, declared)));
  }

  private static boolean isFinal(VariableElement field) {
    return field.getModifiers().contains(Modifier.FINAL);
  }

  /** What is made by code that is at hand. */
  private Contents known(
      VariableElement field, String path, TypeElement declared, List<Origin> elements) {
    Map<Integer, ModelFunction> functions = new HashMap<>();
    List<Held> models = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof Origin.Function function) {
        functions.put(i, function.function());
      } else if (elements.get(i) instanceof Origin.Creation creation) {
        NestedModel model = new NestedModel(path + "." + i, creation.type(), declared, field);
        models.add(new Held(model, Optional.of(creation)));
      }
    }
    boolean isList = ModelTypes.isList(field.asType());
    ModelArray array =
        new ModelArray(path, declared, field, elements.size(), isList, true, functions);
    return new Contents(Optional.of(array), models);
  }

  /** What a library says that it compiled. */
  private Contents ofLibrary(
      VariableElement field, String path, TypeElement declared, List<String> classes) {
    List<TypeElement> models = new ArrayList<>();
    classes.forEach(each -> models.add(sources.elements().getTypeElement(each)));
    boolean isList = ModelTypes.isList(field.asType());
    return contents(
        new ModelArray(path, declared, field, models.size(), isList, false, Map.of()), models);
  }

  /**
   * An array with its elements.
   *
   * @param models the classes; null for functions
   */
  private static Contents contents(ModelArray array, List<TypeElement> models) {
    List<Held> held = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      if (models.get(i) != null) {
        NestedModel model =
            new NestedModel(array.path(i), models.get(i), array.declared(), array.element());
        held.add(new Held(model, Optional.empty()));
      }
    }
    return new Contents(Optional.of(array), held);
  }

  /** The length that the initialiser of an array gives, also where its elements are not known. */
  private Optional<Integer> initial(VariableElement field, boolean isList) {
    if (!(sources.trees().getTree(field) instanceof VariableTree tree)
        || tree.getInitializer() == null) {
      return Optional.empty();
    }
    ExpressionTree initializer = tree.getInitializer();
    if (!isList && initializer instanceof NewArrayTree array) {
      if (array.getInitializers() != null) {
        return Optional.of(array.getInitializers().size());
      }
      return array.getDimensions().get(0) instanceof LiteralTree literal
              && literal.getValue() instanceof Integer length
          ? Optional.of(length)
          : Optional.empty();
    }
    return isList && initializer instanceof MethodInvocationTree call && isListOf(call)
        ? Optional.of(call.getArguments().size())
        : Optional.empty();
  }

  /** {@code List.of(a, b)}; a single argument may be an array. */
  private static boolean isListOf(MethodInvocationTree call) {
    List<? extends ExpressionTree> arguments = call.getArguments();
    String method = call.getMethodSelect().toString();
    return (method.equals("List.of") || method.equals("java.util.List.of"))
        && (arguments.size() != 1 || arguments.get(0) instanceof NewClassTree);
  }
}
