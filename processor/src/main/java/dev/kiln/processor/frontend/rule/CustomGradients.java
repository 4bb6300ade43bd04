package dev.kiln.processor.frontend.rule;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.kiln.annotation.CustomGradient;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.code.Constancy;
import dev.kiln.processor.frontend.name.NameResolution;
import dev.kiln.processor.model.source.MethodTrees;
import dev.kiln.processor.model.source.SourceAccess;
import dev.kiln.processor.model.type.Enums;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/** Finds the methods that {@code @CustomGradient} names, and checks their signatures. */
public final class CustomGradients {
  /**
   * A method that computes a derivative.
   *
   * @param takesResult whether it takes the result of the primal method too
   */
  record Rule(ExecutableElement method, boolean takesResult) {}

  private final Trees trees;
  private final NameResolution names;
  private final ExecutableElement method;
  private final TypeElement owner;
  private final CompilationUnitTree unit;
  private final Tree place;
  private final List<VariableElement> differentiated = new ArrayList<>();

  /**
   * What the annotation of a method says.
   *
   * @param source of the method
   * @param owner the class of the model, which may override methods that are named
   */
  public CustomGradients(
      Trees trees,
      NameResolution names,
      ExecutableElement method,
      MethodTrees.Source source,
      TypeElement owner) {
    this.trees = trees;
    this.names = names;
    this.method = method;
    this.owner = owner;
    this.unit = source.unit();
    this.place = annotation(source.tree());
    for (VariableElement parameter : method.getParameters()) {
      if (!Constancy.isAnnotated(parameter) && isFloating(parameter.asType())) {
        differentiated.add(parameter);
      }
    }
    checkMethod();
  }

  /** What is wrong with the annotations of a class, on methods that nobody calls as well. */
  public static List<Diagnostic> problems(SourceAccess sources, TypeElement owner) {
    List<Diagnostic> problems = new ArrayList<>();
    NameResolution names = new NameResolution(sources);
    for (ExecutableElement method : ElementFilter.methodsIn(owner.getEnclosedElements())) {
      Optional<MethodTrees.Source> source =
          isAnnotated(method) ? sources.methodTrees().of(method) : Optional.empty();
      if (source.isPresent()) {
        try {
          CustomGradients custom =
              new CustomGradients(sources.trees(), names, method, source.get(), owner);
          custom.vjp();
          custom.jvp();
        } catch (Refusal refusal) {
          refusal.diagnostic().ifPresent(problems::add);
        }
      }
    }
    return problems;
  }

  /** Whether a method has a derivative of its own. */
  public static boolean isAnnotated(ExecutableElement method) {
    return method.getAnnotation(CustomGradient.class) != null;
  }

  private static Tree annotation(MethodTree source) {
    for (AnnotationTree each : source.getModifiers().getAnnotations()) {
      if (each.getAnnotationType().toString().endsWith(CustomGradient.class.getSimpleName())) {
        return each;
      }
    }
    return source;
  }

  private void checkMethod() {
    CustomGradient annotation = method.getAnnotation(CustomGradient.class);
    String fault = null;
    if (annotation.vjp().isEmpty() && annotation.jvp().isEmpty()) {
      fault = "names neither a vjp nor a jvp";
    } else if (Constancy.isAnnotated(method)) {
      fault = "is on a method that is @NoGradient as well";
    } else if (!isFloating(method.getReturnType())) {
      fault = "is on a method that returns " + text(method.getReturnType());
    } else if (PlainTypes.hasRecordArrays(method.getReturnType())) {
      fault = "is on a method that returns an array of records";
    } else if (differentiated.isEmpty()) {
      fault = "is on a method without arguments to differentiate";
    }
    for (VariableElement parameter : method.getParameters()) {
      if (!Constancy.isAnnotated(parameter) && PlainTypes.hasRecordArrays(parameter.asType())) {
        fault = "is on a method that takes the array of records '" + parameter + "'";
      }
    }
    if (fault != null) {
      throw refuse(place, unit, Code.CUSTOM_GRADIENT_UNFIT, method.getSimpleName(), fault);
    }
  }

  private static boolean isFloating(TypeMirror type) {
    if (type.getKind() == TypeKind.DECLARED) {
      return Enums.of(type)
          .isEmpty(); // a tensor or a record; what has no numbers has cotangents without meaning
    }
    ValueType plain = PlainTypes.of(type);
    return plain instanceof ScalarType scalar && scalar.isFloating()
        || plain instanceof ArrayType array && array.element().isFloating();
  }

  /** The arguments that have a derivative, in order. */
  List<VariableElement> differentiated() {
    return differentiated;
  }

  /** The method for reverse mode, where one is named. */
  Optional<Rule> vjp() {
    String name = method.getAnnotation(CustomGradient.class).vjp();
    return name.isEmpty() ? Optional.empty() : Optional.of(find(name, true));
  }

  /** The method for forward mode, where one is named. */
  Optional<Rule> jvp() {
    String name = method.getAnnotation(CustomGradient.class).jvp();
    return name.isEmpty() ? Optional.empty() : Optional.of(find(name, false));
  }

  private Rule find(String name, boolean reverse) {
    TypeElement declaring = (TypeElement) method.getEnclosingElement();
    List<ExecutableElement> candidates = names.methods(declaring, name);
    String wanted = signature(name, reverse);
    if (candidates.isEmpty()) {
      throw refuse(
          place,
          unit,
          Code.CUSTOM_GRADIENT_UNKNOWN,
          method.getSimpleName(),
          "'" + name + "'",
          owner.getSimpleName(),
          wanted);
    }
    for (ExecutableElement candidate : candidates) {
      if (fault(candidate, reverse).isEmpty()) {
        return rule(names.inheritance().selected(candidate, owner), reverse);
      }
    }
    ExecutableElement first = candidates.get(0);
    TreePath path = trees.getPath(first);
    throw refuse(
        path == null ? place : path.getLeaf(),
        path == null ? unit : path.getCompilationUnit(),
        Code.CUSTOM_GRADIENT_SIGNATURE,
        name,
        reverse ? "vjp" : "jvp",
        method.getSimpleName(),
        fault(first, reverse).orElseThrow(),
        wanted);
  }

  private Rule rule(ExecutableElement candidate, boolean reverse) {
    int least = method.getParameters().size() + directions(reverse).size();
    return new Rule(candidate, candidate.getParameters().size() > least);
  }

  /** The types of the cotangent or the tangents that the method takes. */
  private List<TypeMirror> directions(boolean reverse) {
    return reverse
        ? List.of(method.getReturnType())
        : differentiated.stream().map(VariableElement::asType).toList();
  }

  /** What is wrong with the signature of a method; empty where it fits. */
  private Optional<String> fault(ExecutableElement candidate, boolean reverse) {
    boolean isStatic = method.getModifiers().contains(Modifier.STATIC);
    if (isStatic && !candidate.getModifiers().contains(Modifier.STATIC)) {
      return Optional.of("it is not static");
    }
    List<TypeMirror> expected = new ArrayList<>();
    method.getParameters().forEach(each -> expected.add(each.asType()));
    int own = expected.size();
    expected.addAll(directions(reverse));
    int least = expected.size();
    int actual = candidate.getParameters().size();
    if (actual == least + 1) {
      expected.add(own, method.getReturnType());
    } else if (actual != least) {
      return Optional.of("it takes " + actual + " arguments, not " + least + " or " + (least + 1));
    }
    for (int i = 0; i < actual; i++) {
      VariableElement parameter = candidate.getParameters().get(i);
      if (!text(parameter.asType()).equals(text(expected.get(i)))) {
        return Optional.of(
            "'"
                + parameter.getSimpleName()
                + "' has type "
                + text(parameter.asType())
                + ", not "
                + text(expected.get(i)));
      }
    }
    return reverse
        ? faultOfCotangents(candidate.getReturnType())
        : faultOfResult(candidate.getReturnType(), method.getReturnType());
  }

  private static Optional<String> faultOfResult(TypeMirror actual, TypeMirror expected) {
    return text(actual).equals(text(expected))
        ? Optional.empty()
        : Optional.of("it returns " + text(actual) + ", not " + text(expected));
  }

  private Optional<String> faultOfCotangents(TypeMirror returned) {
    if (differentiated.size() == 1) {
      return faultOfResult(returned, differentiated.get(0).asType());
    }
    String components =
        returned instanceof DeclaredType declared
            ? ((TypeElement) declared.asElement())
                .getRecordComponents().stream()
                    .map(each -> text(each.asType()) + " " + name(each))
                    .collect(Collectors.joining(", "))
            : "";
    return components.equals(cotangents())
        ? Optional.empty()
        : Optional.of(
            "it returns "
                + text(returned)
                + (components.isEmpty() ? "" : "(" + components + ")")
                + ", not a record of ("
                + cotangents()
                + ")");
  }

  private static String name(RecordComponentElement component) {
    return component.getSimpleName().toString();
  }

  private String cotangents() {
    return differentiated.stream()
        .map(each -> text(each.asType()) + " " + each.getSimpleName())
        .collect(Collectors.joining(", "));
  }

  /** What should be declared: {@code double rootVjp(double a, double result, double dResult)}. */
  private String signature(String name, boolean reverse) {
    List<String> parameters = new ArrayList<>();
    method
        .getParameters()
        .forEach(each -> parameters.add(text(each.asType()) + " " + each.getSimpleName()));
    String result = text(method.getReturnType());
    parameters.add(result + " result");
    if (reverse) {
      parameters.add(result + " dResult");
    } else {
      for (VariableElement each : differentiated) {
        String own = each.getSimpleName().toString();
        parameters.add(
            text(each.asType()) + " d" + Character.toUpperCase(own.charAt(0)) + own.substring(1));
      }
    }
    String returned = result;
    String with = "";
    if (reverse && differentiated.size() == 1) {
      returned = text(differentiated.get(0).asType());
    } else if (reverse) {
      returned = "Cotangents";
      with = " with record Cotangents(" + cotangents() + ")";
    }
    boolean isStatic = method.getModifiers().contains(Modifier.STATIC);
    String head = (isStatic ? "static " : "") + returned + " " + name;
    return head + "(" + String.join(", ", parameters) + ")" + with;
  }

  /** The type as messages show it, and as types are compared. */
  private static String text(TypeMirror type) {
    if (type instanceof javax.lang.model.type.ArrayType array) {
      return text(array.getComponentType()) + "[]";
    }
    return type instanceof DeclaredType declared
        ? declared.asElement().getSimpleName().toString()
        : type.toString();
  }

  private static Refusal refuse(
      Tree tree, CompilationUnitTree unit, Code code, Object... particulars) {
    return new Refusal(Diagnostic.on(tree, unit, code, particulars));
  }
}
