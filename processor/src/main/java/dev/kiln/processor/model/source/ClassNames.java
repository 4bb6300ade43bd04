package dev.kiln.processor.model.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Finds the classes that names mean where they are written. JLS 6.5.5. */
public final class ClassNames {
  private final Elements elements;
  private final Inheritance inheritance;

  public ClassNames(Elements elements, Inheritance inheritance) {
    this.elements = elements;
    this.inheritance = inheritance;
  }

  /**
   * The class that a tree names; null where it names none.
   *
   * @param declaring the class that the name is written in
   * @param unit the file that it is written in
   * @param obscured whether a simple name means something else there
   */
  public TypeElement find(
      Tree tree, TypeElement declaring, CompilationUnitTree unit, Predicate<String> obscured) {
    if (tree instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      return obscured.test(name) ? null : simple(name, declaring, unit);
    }
    if (tree instanceof MemberSelectTree select) {
      TypeElement qualified = elements.getTypeElement(select.toString());
      if (qualified != null) {
        return qualified;
      }
      TypeElement outer = find(select.getExpression(), declaring, unit, obscured);
      return outer == null ? null : member(outer, select.getIdentifier().toString());
    }
    return null;
  }

  private TypeElement simple(String name, TypeElement context, CompilationUnitTree unit) {
    for (Element around = context;
        around instanceof TypeElement type;
        around = type.getEnclosingElement()) {
      TypeElement member = member(type, name);
      if (member != null) {
        return member;
      }
      if (type.getSimpleName().contentEquals(name)) {
        return type;
      }
    }
    for (ImportTree each : unit.getImports()) {
      if (!each.isStatic() && lastName(each).equals(name)) {
        return elements.getTypeElement(each.getQualifiedIdentifier().toString());
      }
    }
    PackageElement ownPackage = elements.getPackageOf(context);
    TypeElement neighbour = Neighbours.named(name, ownPackage, elements);
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

  private static String lastName(ImportTree tree) {
    return ((MemberSelectTree) tree.getQualifiedIdentifier()).getIdentifier().toString();
  }

  private TypeElement member(TypeElement type, String name) {
    for (TypeElement each : Inheritance.lineage(type)) {
      for (TypeElement member : ElementFilter.typesIn(each.getEnclosedElements())) {
        if (member.getSimpleName().contentEquals(name) && inheritance.isMember(member, type)) {
          return member;
        }
      }
    }
    return null;
  }
}
