package dev.kiln.processor.frontend;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import dev.kiln.processor.diagnostic.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Resolves the simple and qualified names of types, fields and methods as JLS 6.5 does. */
final class NameResolution {
  private final Elements elements;

  NameResolution(Elements elements) {
    this.elements = elements;
  }

  /** The class that a tree names; an unknown one is left to javac. */
  TypeElement type(Tree tree, Body body) {
    TypeElement type = find(tree, body, name -> false);
    if (type == null) {
      throw Refusal.leftToJavac();
    }
    return type;
  }

  /**
   * The class that an expression names, or null: variables obscure classes of their name. JLS
   * 6.4.2.
   */
  TypeElement typeOrNull(Tree tree, Body body) {
    return find(tree, body, body.environment::has);
  }

  private TypeElement find(Tree tree, Body body, Predicate<String> obscured) {
    if (tree instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      return obscured.test(name) ? null : simple(name, body.receiver.declaring(), body.unit);
    }
    if (tree instanceof MemberSelectTree select) {
      TypeElement qualified = elements.getTypeElement(select.toString());
      if (qualified != null) {
        return qualified;
      }
      TypeElement outer = find(select.getExpression(), body, obscured);
      return outer == null ? null : memberType(outer, select.getIdentifier().toString());
    }
    return null;
  }

  private TypeElement simple(String name, TypeElement context, CompilationUnitTree unit) {
    for (Element around = context; around instanceof TypeElement type; around = enclosing(type)) {
      if (type.getSimpleName().contentEquals(name)) {
        return type;
      }
      TypeElement member = memberType(type, name);
      if (member != null) {
        return member;
      }
    }
    for (ImportTree each : unit.getImports()) {
      if (!each.isStatic() && lastName(each).equals(name)) {
        return elements.getTypeElement(each.getQualifiedIdentifier().toString());
      }
    }
    PackageElement ownPackage = elements.getPackageOf(context);
    TypeElement neighbour = elements.getTypeElement(prefixed(ownPackage, name));
    if (neighbour != null) {
      return neighbour;
    }
    for (ImportTree each : unit.getImports()) {
      String text = each.getQualifiedIdentifier().toString();
      if (lastName(each).equals("*")) {
        TypeElement found = elements.getTypeElement(text.substring(0, text.length() - 1) + name);
        if (found != null) {
          return found;
        }
      } else if (each.isStatic() && lastName(each).equals(name)) {
        TypeElement found = elements.getTypeElement(text);
        if (found != null) {
          return found;
        }
      }
    }
    return elements.getTypeElement("java.lang." + name);
  }

  private static Element enclosing(TypeElement type) {
    return type.getEnclosingElement();
  }

  private static String prefixed(PackageElement owner, String name) {
    return owner.isUnnamed() ? name : owner.getQualifiedName() + "." + name;
  }

  private static String lastName(ImportTree tree) {
    return ((MemberSelectTree) tree.getQualifiedIdentifier()).getIdentifier().toString();
  }

  private static TypeElement memberType(TypeElement type, String name) {
    for (TypeElement each : lineage(type)) {
      for (TypeElement member : ElementFilter.typesIn(each.getEnclosedElements())) {
        if (member.getSimpleName().contentEquals(name)) {
          return member;
        }
      }
    }
    return null;
  }

  /** The field that a simple name means in a class: its own, inherited, outer or imported. */
  VariableElement field(String name, TypeElement context, CompilationUnitTree unit) {
    for (Element around = context; around instanceof TypeElement type; around = enclosing(type)) {
      VariableElement field = member(type, name);
      if (field != null) {
        return field;
      }
    }
    for (TypeElement owner : staticImports(name, unit)) {
      VariableElement field = member(owner, name);
      if (field != null) {
        return field;
      }
    }
    return null;
  }

  /** The field {@code name} of a class or of what it inherits from, or null. */
  VariableElement member(TypeElement type, String name) {
    for (TypeElement each : lineage(type)) {
      for (VariableElement field : ElementFilter.fieldsIn(each.getEnclosedElements())) {
        if (field.getSimpleName().contentEquals(name)) {
          return field;
        }
      }
    }
    return null;
  }

  /** The classes that static imports take {@code name} from. */
  List<TypeElement> staticImports(String name, CompilationUnitTree unit) {
    List<TypeElement> owners = new ArrayList<>();
    for (ImportTree each : unit.getImports()) {
      if (each.isStatic() && (lastName(each).equals(name) || lastName(each).equals("*"))) {
        Tree owner = ((MemberSelectTree) each.getQualifiedIdentifier()).getExpression();
        TypeElement type = elements.getTypeElement(owner.toString());
        if (type != null) {
          owners.add(type);
        }
      }
    }
    return owners;
  }

  /** The methods {@code name} of a class, its own first, overridden ones left out. */
  List<ExecutableElement> methods(TypeElement type, String name) {
    List<ExecutableElement> methods = new ArrayList<>();
    for (TypeElement each : lineage(type)) {
      for (Element member : each.getEnclosedElements()) {
        if (member.getSimpleName().contentEquals(name)
            && member instanceof ExecutableElement method
            && methods.stream().noneMatch(known -> hides(known, method, type))) {
          methods.add(method);
        }
      }
    }
    return methods;
  }

  private boolean hides(ExecutableElement known, ExecutableElement method, TypeElement type) {
    return elements.overrides(known, method, type) || sameParameters(known, method);
  }

  private static boolean sameParameters(ExecutableElement left, ExecutableElement right) {
    if (left.getParameters().size() != right.getParameters().size()) {
      return false;
    }
    for (int i = 0; i < left.getParameters().size(); i++) {
      String first = left.getParameters().get(i).asType().toString();
      if (!first.equals(right.getParameters().get(i).asType().toString())) {
        return false;
      }
    }
    return true;
  }

  /** A class, its superclasses, then its interfaces. */
  static List<TypeElement> lineage(TypeElement type) {
    List<TypeElement> lineage = new ArrayList<>();
    collect(type, lineage);
    return lineage;
  }

  private static void collect(TypeElement type, List<TypeElement> lineage) {
    if (lineage.contains(type)) {
      return;
    }
    lineage.add(type);
    List<TypeMirror> parents = new ArrayList<>();
    parents.add(type.getSuperclass());
    parents.addAll(type.getInterfaces());
    for (TypeMirror parent : parents) {
      if (parent instanceof DeclaredType declared
          && declared.asElement() instanceof TypeElement element) {
        collect(element, lineage);
      }
    }
  }
}
