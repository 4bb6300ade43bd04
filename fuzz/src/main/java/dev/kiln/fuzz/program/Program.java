package dev.kiln.fuzz.program;

import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * A whole program: models, records and the calls to compare.
 *
 * @param name the class of the main model, which comes first in {@code models}
 */
public record Program(
    String name, List<RecordDeclaration> records, List<ModelClass> models, List<TestCall> calls)
    implements Node {
  /** Stands for the package of the program, which is not known before it is compiled. */
  public static final String PACKAGE = "$PACKAGE";

  /** A record, declared in the main model. */
  public record RecordDeclaration(RecordType type) implements Node {}

  /**
   * A class, or an interface.
   *
   * @param packageName below the package of the program; empty for that one
   * @param header what comes before the body; {@link #PACKAGE} stands for the package of the
   *     program
   * @param members further members, as they are written
   */
  public record ModelClass(
      String packageName,
      String name,
      String header,
      List<Field> fields,
      List<Method> methods,
      String members)
      implements Node {
    /** A model in the package of the program, without a superclass. */
    public ModelClass(String name, List<Field> fields, List<Method> methods, String members) {
      this("", name, "@Model\nclass " + name, fields, methods, members);
    }

    /** The same class with other fields and methods. */
    public ModelClass with(List<Field> otherFields, List<Method> otherMethods) {
      return new ModelClass(packageName, name, header, otherFields, otherMethods, members);
    }

    /** The name below the package of the program. */
    public String path() {
      return packageName.isEmpty() ? name : packageName + "." + name;
    }
  }

  /**
   * A field.
   *
   * @param modifiers with annotations
   * @param typeName as it is written: a field may hold a nested model
   */
  public record Field(String modifiers, String typeName, String name, String value)
      implements Node {}

  /** A parameter of a method. */
  public record Parameter(ValueType type, String name) implements Node {}

  /**
   * A method.
   *
   * @param modifiers with annotations
   * @param result empty for void
   */
  public record Method(
      String modifiers,
      Optional<ValueType> result,
      String name,
      List<Parameter> parameters,
      List<Statement> body)
      implements Node {}

  /**
   * A call of a compute method of the main model.
   *
   * @param shared arrays that several arguments may refer to
   */
  public record TestCall(
      String method, List<Statement.Declaration> shared, List<Expression> arguments)
      implements Node {}

  /** The main model. */
  public ModelClass main() {
    return models.get(0);
  }

  /** The methods that are called from outside, once each. */
  public List<String> entries() {
    return calls.stream().map(TestCall::method).distinct().toList();
  }
}
