package dev.kiln.processor.frontend.type;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WildcardTree;
import dev.kiln.processor.frontend.name.NameResolution;
import dev.kiln.processor.frontend.name.Scope;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.processor.model.source.SourceAccess;
import dev.kiln.processor.model.type.FunctionTypes;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/** Interfaces whose values are functions. JLS 9.8, 9.9. */
public final class FunctionalInterfaces {
  private final FunctionTypes interfaces;
  private final Types types;
  private final NameResolution names;

  public FunctionalInterfaces(SourceAccess sources, NameResolution names) {
    this.interfaces = new FunctionTypes(sources.elements());
    this.types = sources.types();
    this.names = names;
  }

  /** A type as a functional interface; empty for every other type. */
  public Optional<DeclaredType> of(TypeMirror type) {
    return interfaces.of(type);
  }

  /** The functional interface that a declaration in a body names; empty for every other type. */
  public Optional<DeclaredType> of(Tree tree, Scope scope) {
    Optional<TypeMirror> type =
        tree == null || tree.toString().equals("var") ? Optional.empty() : mirror(tree, scope);
    return type.flatMap(this::of);
  }

  /** The type that a tree names; empty where that is not known. */
  private Optional<TypeMirror> mirror(Tree tree, Scope scope) {
    if (tree instanceof PrimitiveTypeTree primitive) {
      return primitive.getPrimitiveTypeKind().isPrimitive()
          ? Optional.of(types.getPrimitiveType(primitive.getPrimitiveTypeKind()))
          : Optional.empty();
    }
    if (tree instanceof ArrayTypeTree array) {
      return mirror(array.getType(), scope).map(types::getArrayType);
    }
    if (tree instanceof AnnotatedTypeTree annotated) {
      return mirror(annotated.getUnderlyingType(), scope);
    }
    if (tree instanceof WildcardTree wildcard) {
      return mirror(wildcard.getBound(), scope);
    }
    if (tree instanceof ParameterizedTypeTree generic) {
      return generic(generic, scope);
    }
    return tree instanceof IdentifierTree || tree instanceof MemberSelectTree
        ? Optional.ofNullable(names.typeOrNull(tree, scope)).map(types::getDeclaredType)
        : Optional.empty();
  }

  /** With its arguments where all are known; else without, which tells less of it. */
  private Optional<TypeMirror> generic(ParameterizedTypeTree tree, Scope scope) {
    TypeElement element = names.typeOrNull(tree.getType(), scope);
    if (element == null) {
      return Optional.empty();
    }
    List<TypeMirror> arguments = new ArrayList<>();
    for (Tree each : tree.getTypeArguments()) {
      mirror(each, scope).ifPresent(arguments::add);
    }
    return Optional.of(
        arguments.size() == element.getTypeParameters().size()
            ? types.getDeclaredType(element, arguments.toArray(new TypeMirror[0]))
            : types.getDeclaredType(element));
  }

  /** The method that a function implements; empty where the class is no functional interface. */
  public Optional<ExecutableElement> method(TypeElement type) {
    return interfaces.method(type);
  }

  /** Whether a lambda has as many parameters as the interface's method; others always may fit. */
  public boolean mayBe(ExpressionTree function, DeclaredType type) {
    return !(Parentheses.inside(function) instanceof LambdaExpressionTree lambda)
        || lambda.getParameters().size() == descriptor(type).getParameterTypes().size();
  }

  /** What a functional interface's method takes and returns, with its type arguments. */
  public ExecutableType descriptor(DeclaredType type) {
    TypeElement element = (TypeElement) type.asElement();
    return (ExecutableType) types.asMemberOf(type, method(element).orElseThrow());
  }

  /** The same interface without type arguments. */
  public DeclaredType raw(DeclaredType type) {
    return (DeclaredType) types.erasure(type);
  }

  /** The type of what a function takes or returns; null where the value's type counts. */
  public ValueType valueType(TypeMirror mirror) {
    ValueType type = PlainTypes.ofResult(mirror);
    if (type != null || !(mirror instanceof DeclaredType)) {
      return type;
    }
    try {
      return PlainTypes.scalar(types.unboxedType(mirror).getKind());
    } catch (IllegalArgumentException e) {
      return null; // no boxed number
    }
  }
}
