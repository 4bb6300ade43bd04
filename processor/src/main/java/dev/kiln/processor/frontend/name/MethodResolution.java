package dev.kiln.processor.frontend.name;

import dev.kiln.op.definition.Spelling;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.processor.model.source.SourceAccess;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * Java's overload resolution: the most specific of the methods that are applicable in the first
 * phase in which any is. JLS 15.12.2. It knows all methods, those outside the compiled language as
 * well, so that none inside it is taken in their place.
 */
public final class MethodResolution {
  /** How arguments become parameters, from the first phase to the last. JLS 15.12.2.2 to 4. */
  public enum Phase {
    STRICT,
    LOOSE,
    VARIABLE_ARITY
  }

  /** The method that a call means, and the phase that found it. */
  public record Resolved(ExecutableElement method, Phase phase) {}

  private final Elements elements;
  private final Types types;
  private final Inheritance inheritance;

  public MethodResolution(SourceAccess sources) {
    this.elements = sources.elements();
    this.types = sources.types();
    this.inheritance = sources.inheritance();
  }

  /**
   * The method that a call means; empty where there is none, or more than one.
   *
   * @param methods those of the name that may be called
   * @param site the class that is searched
   */
  public Optional<Resolved> resolve(
      List<ExecutableElement> methods, TypeElement site, List<ValueType> arguments) {
    List<TypeMirror> actual = new ArrayList<>();
    for (ValueType each : arguments) {
      Optional<TypeMirror> mirror = mirror(each);
      if (mirror.isEmpty()) {
        return Optional.empty();
      }
      actual.add(mirror.get());
    }
    for (Phase phase : Phase.values()) {
      List<Candidate> applicable =
          methods.stream()
              .map(each -> new Candidate(each, parameters(each, site)))
              .filter(each -> each.isApplicable(actual, phase))
              .toList();
      if (!applicable.isEmpty()) {
        return applicable.stream()
            .filter(
                each ->
                    applicable.stream()
                        .allMatch(other -> each.isMoreSpecific(other, arguments.size(), phase)))
            .findFirst()
            .map(each -> new Resolved(each.method, phase));
      }
    }
    return Optional.empty();
  }

  /** The erased types of the parameters; of a generic class, as they are in the subclass. */
  private List<TypeMirror> parameters(ExecutableElement method, TypeElement site) {
    boolean inherited = Inheritance.lineage(site).contains(method.getEnclosingElement());
    List<? extends TypeMirror> declared =
        inherited
            ? inheritance.asMember(method, site).getParameterTypes()
            : method.getParameters().stream().map(each -> each.asType()).toList();
    return declared.stream().map(types::erasure).toList();
  }

  private Optional<TypeMirror> mirror(ValueType type) {
    if (type instanceof ScalarType scalar) {
      TypeKind kind =
          switch (scalar.dtype()) {
            case INT32 -> TypeKind.INT;
            case INT64 -> TypeKind.LONG;
            case FLOAT32 -> TypeKind.FLOAT;
            case FLOAT64 -> TypeKind.DOUBLE;
            case BOOL -> TypeKind.BOOLEAN;
          };
      return Optional.of(types.getPrimitiveType(kind));
    }
    if (type instanceof CodedType coded && coded.isPrimitive()) {
      String name = coded.name().toUpperCase(Locale.ROOT);
      return Optional.of(types.getPrimitiveType(TypeKind.valueOf(name)));
    }
    if (type instanceof ArrayType array) {
      return mirror(array.component()).map(types::getArrayType);
    }
    String name =
        type instanceof RecordType record
            ? record.name()
            : type instanceof CodedType constants ? constants.name() : Spelling.TENSOR;
    TypeElement named = elements.getTypeElement(name);
    if (named == null) { // functions and models have types of their own, of classes of their names
      named = elements.getTypeElement(name.replaceFirst("\\$.*", ""));
    }
    Optional<TypeMirror> mirror =
        Optional.ofNullable(named).map(each -> types.erasure(each.asType()));
    return name.contains("$$") ? mirror.map(types::getArrayType) : mirror;
  }

  /** A method with the types of its parameters. */
  private final class Candidate {
    final ExecutableElement method;
    final List<TypeMirror> parameters;

    Candidate(ExecutableElement method, List<TypeMirror> parameters) {
      this.method = method;
      this.parameters = parameters;
    }

    boolean isApplicable(List<TypeMirror> arguments, Phase phase) {
      boolean isVariable = phase == Phase.VARIABLE_ARITY;
      boolean fits =
          isVariable
              ? method.isVarArgs() && arguments.size() >= parameters.size() - 1
              : arguments.size() == parameters.size();
      for (int i = 0; fits && i < arguments.size(); i++) {
        fits =
            phase == Phase.STRICT
                ? types.isSubtype(arguments.get(i), parameter(i, phase))
                : types.isAssignable(arguments.get(i), parameter(i, phase));
      }
      return fits;
    }

    /** The type of an argument; the last parameter may take any number of them. */
    TypeMirror parameter(int index, Phase phase) {
      int last = parameters.size() - 1;
      return phase == Phase.VARIABLE_ARITY && index >= last
          ? ((javax.lang.model.type.ArrayType) parameters.get(last)).getComponentType()
          : parameters.get(index);
    }

    /** Whether what it takes the other one takes too. JLS 15.12.2.5. */
    boolean isMoreSpecific(Candidate other, int arguments, Phase phase) {
      int count =
          phase == Phase.VARIABLE_ARITY
              ? Math.max(arguments, Math.max(parameters.size(), other.parameters.size()))
              : arguments;
      for (int i = 0; i < count; i++) {
        if (!types.isSubtype(parameter(i, phase), other.parameter(i, phase))) {
          return false;
        }
      }
      return true;
    }
  }
}
