package dev.kiln.processor.frontend.name;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.model.source.ClassNames;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.processor.model.source.SourceAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Resolves the simple and qualified names of types, fields and methods as JLS 6.5 does. */
public final class NameResolution {
  /** What to write instead of a local record. */
  public static final String OUTSIDE = "declare the record in the model, outside the method";

  private final Elements elements;
  private final Inheritance inheritance;
  private final ClassNames classes;
  private final LocalRecords localRecords;
  private final TypeVariables variables;

  public NameResolution(SourceAccess sources) {
    this.localRecords = new LocalRecords(sources.trees());
    this.variables = new TypeVariables(sources.trees());
    this.elements = sources.elements();
    this.inheritance = sources.inheritance();
    this.classes = new ClassNames(elements, inheritance);
  }

  /** The class with a qualified name, or null. */
  public TypeElement named(String name) {
    return elements.getTypeElement(name);
  }

  /** The class that a tree names; an unknown one is left to javac. */
  public TypeElement type(Tree tree, Scope scope) {
    Optional<LocalRecords.LocalRecord> local = localRecord(tree, scope);
    if (local.isPresent()) {
      throw local.get().isPlain()
          ? scope.site().refuse(tree, Code.STATEMENT, "a local record here", OUTSIDE)
          : Refusal.reported();
    }
    if (isTypeVariable(tree, scope)) {
      throw scope
          .site()
          .refuse(tree, Code.LOCAL_TYPE, Optional.of(Alternative.GENERIC), "the type " + tree);
    }
    TypeElement type = find(tree, scope, name -> false);
    if (type == null) {
      throw Refusal.leftToJavac();
    }
    return type;
  }

  /** Whether a tree names a type variable. */
  public boolean isTypeVariable(Tree tree, Scope scope) {
    return variables.is(tree, scope);
  }

  /** The record that a method declares and a tree names, which is no class yet. */
  public Optional<LocalRecords.LocalRecord> localRecord(Tree tree, Scope scope) {
    return localRecords.find(tree, scope);
  }

  /**
   * The class that an expression names, or null: variables obscure classes of their name. JLS
   * 6.4.2.
   */
  public TypeElement typeOrNull(Tree tree, Scope scope) {
    return find(
        tree,
        scope,
        name ->
            scope.hasVariable(name)
                || field(name, scope) != null
                || localRecord(tree, scope).isPresent());
  }

  private TypeElement find(Tree tree, Scope scope, Predicate<String> obscured) {
    return classes.find(tree, scope.declaring(), scope.unit(), obscured);
  }

  private static Element enclosing(TypeElement type) {
    return type.getEnclosingElement();
  }

  private static String lastName(ImportTree tree) {
    return ((MemberSelectTree) tree.getQualifiedIdentifier()).getIdentifier().toString();
  }

  /** The field that a simple name means: of the class, inherited, of an outer class or imported. */
  public VariableElement field(String name, Scope scope) {
    return field(name, scope.declaring(), scope.unit());
  }

  private VariableElement field(String name, TypeElement context, CompilationUnitTree unit) {
    for (Element around = context; around instanceof TypeElement type; around = enclosing(type)) {
      VariableElement field = member(type, name);
      if (field != null) {
        return field;
      }
    }
    List<TypeElement> owners = new ArrayList<>(staticImports(name, unit, true));
    owners.addAll(staticImports(name, unit, false));
    for (TypeElement owner : owners) {
      VariableElement field = member(owner, name);
      if (field != null
          && field.getModifiers().contains(Modifier.STATIC)
          && inheritance.isAccessible(field, context, owner)) {
        return field;
      }
    }
    return null;
  }

  /**
   * The field {@code name} that is a member of a class, or null: one that hides others without
   * being inherited leaves none.
   */
  public VariableElement member(TypeElement type, String name) {
    for (TypeElement each : Inheritance.lineage(type)) {
      for (VariableElement field : ElementFilter.fieldsIn(each.getEnclosedElements())) {
        if (field.getSimpleName().contentEquals(name)) {
          return inheritance.isMember(field, type) ? field : null;
        }
      }
    }
    return null;
  }

  /** The classes that static imports take {@code name} from: by name, which shadows, or all. */
  public List<TypeElement> staticImports(String name, CompilationUnitTree unit, boolean byName) {
    List<TypeElement> owners = new ArrayList<>();
    for (ImportTree each : unit.getImports()) {
      if (each.isStatic() && lastName(each).equals(byName ? name : "*")) {
        Tree owner = ((MemberSelectTree) each.getQualifiedIdentifier()).getExpression();
        TypeElement type = elements.getTypeElement(owner.toString());
        if (type != null) {
          owners.add(type);
        }
      }
    }
    return owners;
  }

  /**
   * The methods {@code name} that are members of a class, its own first: neither overridden or
   * hidden ones nor what the class does not inherit.
   */
  public List<ExecutableElement> methods(TypeElement type, String name) {
    List<TypeElement> lineage = new ArrayList<>(Inheritance.lineage(type));
    if (type.getKind().isInterface()) {
      lineage.add(elements.getTypeElement("java.lang.Object"));
    }
    List<ExecutableElement> methods = new ArrayList<>();
    for (TypeElement each : lineage) {
      for (ExecutableElement method : ElementFilter.methodsIn(each.getEnclosedElements())) {
        if (method.getSimpleName().contentEquals(name)
            && inheritance.isMember(method, type)
            && methods.stream().noneMatch(known -> inheritance.replaces(known, method, type))) {
          methods.add(method);
        }
      }
    }
    return methods;
  }

  /** Those of {@link #methods} that code in a class may call. */
  public List<ExecutableElement> accessible(
      TypeElement type, String name, TypeElement from, TypeElement qualifier) {
    return methods(type, name).stream()
        .filter(each -> inheritance.isAccessible(each, from, qualifier))
        .toList();
  }

  /** What classes inherit. */
  public Inheritance inheritance() {
    return inheritance;
  }

  /** {@code Line.half}: how messages name a method. */
  public static String qualifiedName(ExecutableElement method) {
    return method.getEnclosingElement().getSimpleName() + "." + method.getSimpleName();
  }
}
