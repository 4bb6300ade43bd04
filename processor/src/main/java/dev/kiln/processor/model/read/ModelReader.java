package dev.kiln.processor.model.read;

import com.palantir.javapoet.ClassName;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.source.SourceAccess;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Reads a {@code @Model} class: its fields, nested models and compute methods. */
public final class ModelReader {
  private final Elements elements;
  private final SourceAccess sources;
  private final List<Diagnostic> problems = new ArrayList<>();
  private final TypeElement root;

  private ModelReader(SourceAccess sources, TypeElement root) {
    this.elements = sources.elements();
    this.sources = sources;
    this.root = root;
  }

  /**
   * A model as far as it could be read.
   *
   * @param problems what is wrong with it
   */
  public record Reading(ModelClass model, List<Diagnostic> problems) {}

  /** Reads a model. */
  public static Reading read(SourceAccess sources, TypeElement model) {
    ModelReader reader = new ModelReader(sources, model);
    ModelClass read = reader.read();
    return new Reading(read, List.copyOf(reader.problems));
  }

  private ModelClass read() {
    checkClass(root);
    for (HiddenNames.Hidden hidden : HiddenNames.in(root, elements)) {
      report(root, Code.NAME_HIDDEN, root.getSimpleName(), hidden.description(), hidden.name());
    }
    FieldReader fields = new FieldReader(sources, root, problems);
    fields.read();
    return new ModelClass(
        root,
        ClassName.get(root),
        fields.fields(),
        fields.nested(),
        fields.arrays(),
        new MethodReader(sources, root, fields.types(problems), problems).computeMethods(),
        helpers(fields));
  }

  /** What is wrong with a helper is said where it is called. */
  private List<ComputeMethod> helpers(FieldReader fields) {
    List<Diagnostic> unsaid = new ArrayList<>();
    return new MethodReader(sources, root, fields.types(unsaid), unsaid).helpers();
  }

  private void checkClass(TypeElement model) {
    boolean isClass = model.getKind() == ElementKind.CLASS;
    boolean isInner =
        model.getNestingKind() == NestingKind.MEMBER
            && !model.getModifiers().contains(Modifier.STATIC);
    if (!isClass) {
      report(model, Code.MODEL_KIND, kind(model));
    } else if (isInner || model.getNestingKind() == NestingKind.LOCAL) {
      report(model, Code.MODEL_KIND, "an inner class");
    } else if (isHidden(model)) {
      report(model, Code.MODEL_KIND, "a private class");
    } else if (model.getModifiers().contains(Modifier.ABSTRACT)) {
      report(model, Code.MODEL_ABSTRACT, model.getSimpleName());
    } else if (model.getModifiers().contains(Modifier.FINAL)) {
      report(model, Code.MODEL_FINAL, model.getSimpleName());
    } else if (!model.getTypeParameters().isEmpty()) {
      report(model, Code.GENERIC, model.getSimpleName());
    } else {
      boolean constructible =
          ElementFilter.constructorsIn(model.getEnclosedElements()).stream()
              .anyMatch(c -> !c.getModifiers().contains(Modifier.PRIVATE));
      if (!constructible) {
        report(model, Code.MODEL_CONSTRUCTOR, model.getSimpleName());
      }
    }
  }

  private static String kind(TypeElement model) {
    return switch (model.getKind()) {
      case INTERFACE -> "an interface";
      case ENUM -> "an enum";
      case RECORD -> "a record";
      default -> "an annotation";
    };
  }

  private static boolean isHidden(TypeElement model) {
    for (Element at = model; at instanceof TypeElement; at = at.getEnclosingElement()) {
      if (at.getModifiers().contains(Modifier.PRIVATE)) {
        return true;
      }
    }
    return false;
  }

  private void report(Element element, Code code, Object... particulars) {
    problems.add(Diagnostic.on(element, code, particulars));
  }
}
