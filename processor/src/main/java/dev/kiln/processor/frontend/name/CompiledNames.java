package dev.kiln.processor.frontend.name;

import com.palantir.javapoet.ClassName;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import dev.kiln.annotation.Model;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.processor.model.source.SourceAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/**
 * Names of compiled classes in code that is compiled before these exist: {@code CompiledFoo} in the
 * package of a model {@code Foo} is that of {@code Foo}, whether or not a class file has it
 * already.
 */
public final class CompiledNames {
  private static final String PREFIX = "Compiled";

  private final Elements elements;
  private final NameResolution names;

  public CompiledNames(SourceAccess sources, NameResolution names) {
    this.elements = sources.elements();
    this.names = names;
  }

  /** The model whose compiled class an expression names; variables obscure classes. */
  public Optional<TypeElement> model(Tree tree, Scope scope) {
    if (tree instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      return !name.contains(PREFIX) || scope.hasVariable(name)
          ? Optional.empty()
          : simple(name, scope);
    }
    return tree instanceof MemberSelectTree ? model(tree.toString()) : Optional.empty();
  }

  /** Whether a tree names a record that is generated for the results of a derivative. */
  public boolean isRecord(Tree tree, Scope scope) {
    if (tree instanceof MemberSelectTree select) {
      return model(select.getExpression(), scope).isPresent();
    }
    return tree instanceof IdentifierTree identifier
        && scope.unit().getImports().stream()
            .filter(each -> !each.isStatic())
            .map(each -> (MemberSelectTree) each.getQualifiedIdentifier())
            .filter(each -> each.getIdentifier().equals(identifier.getName()))
            .anyMatch(each -> model(each.getExpression().toString()).isPresent());
  }

  /** The models whose compiled classes static imports take a method from, or all methods. */
  public List<TypeElement> staticImports(String method, Scope scope) {
    List<TypeElement> models = new ArrayList<>();
    for (ImportTree each : scope.unit().getImports()) {
      MemberSelectTree select = (MemberSelectTree) each.getQualifiedIdentifier();
      String member = select.getIdentifier().toString();
      if (each.isStatic() && (member.equals(method) || member.equals("*"))) {
        model(select.getExpression().toString()).ifPresent(models::add);
      }
    }
    return models;
  }

  private Optional<TypeElement> simple(String name, Scope scope) {
    for (ImportTree each : scope.unit().getImports()) {
      String imported = each.getQualifiedIdentifier().toString();
      if (!each.isStatic() && imported.endsWith("." + name)) {
        return model(imported);
      }
    }
    PackageElement own = elements.getPackageOf(scope.declaring());
    Optional<TypeElement> neighbour =
        model(own.isUnnamed() ? name : own.getQualifiedName() + "." + name);
    if (neighbour.isPresent()) {
      return neighbour;
    }
    for (ImportTree each : scope.unit().getImports()) {
      String imported = each.getQualifiedIdentifier().toString();
      if (!each.isStatic() && imported.endsWith(".*")) {
        Optional<TypeElement> found = model(imported.substring(0, imported.length() - 1) + name);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** The model of a compiled class with a qualified name. */
  private Optional<TypeElement> model(String compiled) {
    String prefix = compiled.substring(0, compiled.lastIndexOf('.') + 1);
    String name = compiled.substring(prefix.length());
    for (int at = name.indexOf(PREFIX); at >= 0; at = name.indexOf(PREFIX, at + 1)) {
      if (at > 0 && name.charAt(at - 1) != '_') {
        continue;
      }
      String own = name.substring(at + PREFIX.length());
      String outer = name.substring(0, at);
      for (String around : List.of(outer.replace('_', '.'), outer.replaceFirst("_$", "."))) {
        TypeElement model = names.named(prefix + around + own);
        if (model != null
            && model.getAnnotation(Model.class) != null
            && GeneratedNames.compiled(ClassName.get(model)).canonicalName().equals(compiled)) {
          return Optional.of(model);
        }
      }
    }
    return Optional.empty();
  }
}
