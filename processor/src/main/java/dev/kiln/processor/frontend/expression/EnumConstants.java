package dev.kiln.processor.frontend.expression;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Program;
import dev.kiln.processor.frontend.code.ResultType;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.frontend.tree.AssignedVariables;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;

/**
 * What the source of an enum says of its constants: the numbers that their fields hold, where the
 * constructor only assigns constants that it is given, and the bodies that they have.
 */
public final class EnumConstants {
  private final Program program;
  private final TypeElement element;
  private final CompilationUnitTree unit;
  private final List<NewClassTree> creations = new ArrayList<>();

  private EnumConstants(Program program, TypeElement element, TreePath path) {
    this.program = program;
    this.element = element;
    this.unit = path.getCompilationUnit();
    for (Tree member : ((ClassTree) path.getLeaf()).getMembers()) {
      if (member instanceof VariableTree variable && isConstant(variable)) {
        creations.add((NewClassTree) variable.getInitializer());
      }
    }
  }

  /** What is known of an enum; empty where its source is not in this compilation. */
  public static Optional<EnumConstants> of(Program program, TypeElement element) {
    TreePath path = program.sources().trees().getPath(element);
    return path != null && path.getLeaf() instanceof ClassTree
        ? Optional.of(new EnumConstants(program, element, path))
        : Optional.empty();
  }

  private boolean isConstant(VariableTree variable) {
    return variable.getInitializer() instanceof NewClassTree
        && element.getEnclosedElements().stream()
            .anyMatch(
                each ->
                    each.getKind() == ElementKind.ENUM_CONSTANT
                        && each.getSimpleName().equals(variable.getName()));
  }

  /**
   * The methods in the bodies of constants that override a method, by ordinal. Bodies have no
   * elements before the compiler attributes them; the simple names of the types of parameters tell
   * what overrides.
   */
  public Map<Integer, MethodTree> methods(ExecutableElement method) {
    Map<Integer, MethodTree> found = new LinkedHashMap<>();
    for (int i = 0; i < creations.size(); i++) {
      ClassTree body = creations.get(i).getClassBody();
      for (Tree member : body == null ? List.<Tree>of() : body.getMembers()) {
        if (member instanceof MethodTree other && overrides(other, method)) {
          found.put(i, other);
        }
      }
    }
    return found;
  }

  private static boolean overrides(MethodTree tree, ExecutableElement method) {
    List<? extends VariableTree> parameters = tree.getParameters();
    if (!tree.getName().equals(method.getSimpleName())
        || parameters.size() != method.getParameters().size()) {
      return false;
    }
    for (int i = 0; i < parameters.size(); i++) {
      String written = lastName(parameters.get(i).getType().toString());
      if (!written.equals(lastName(method.getParameters().get(i).asType().toString()))) {
        return false;
      }
    }
    return true;
  }

  /** {@code double[]}, or the simple name of a class, with its brackets. */
  private static String lastName(String type) {
    return type.replaceAll("<.*>", "").replace("...", "[]").replaceAll("[\\w.]*\\.", "");
  }

  /** The file of the enum. */
  public CompilationUnitTree unit() {
    return unit;
  }

  /**
   * The numbers or booleans that a field holds, a constant each; empty where code computes them.
   */
  Optional<List<Object>> values(VariableElement field) {
    List<Object> values = new ArrayList<>();
    for (NewClassTree creation : creations) {
      Optional<Object> value = value(creation, field);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(values);
  }

  private Optional<Object> value(NewClassTree creation, VariableElement field) {
    List<? extends ExpressionTree> arguments = creation.getArguments();
    List<ExecutableElement> fitting =
        ElementFilter.constructorsIn(element.getEnclosedElements()).stream()
            .filter(each -> each.getParameters().size() == arguments.size())
            .toList();
    ValueType type = PlainTypes.primitive(field.asType().getKind());
    MethodTree constructor =
        fitting.size() == 1 ? program.sources().trees().getTree(fitting.get(0)) : null;
    if (constructor == null || type == null) {
      return Optional.empty();
    }
    Optional<ExpressionTree> assigned = assigned(constructor, field.getSimpleName().toString());
    if (assigned.isEmpty()) {
      return Optional.empty();
    }
    int index = parameter(constructor, assigned.get());
    if (index < 0) {
      return constant(assigned.get()).map(value -> converted(value, type));
    }
    ValueType taken =
        PlainTypes.primitive(fitting.get(0).getParameters().get(index).asType().getKind());
    return taken == null
        ? Optional.empty()
        : constant(arguments.get(index)).map(value -> converted(converted(value, taken), type));
  }

  /** What a constructor assigns to a field, where it does nothing but assign fields. */
  private static Optional<ExpressionTree> assigned(MethodTree constructor, String field) {
    Set<String> names = AssignedVariables.of(constructor.getBody());
    boolean changesArguments =
        constructor.getParameters().stream()
            .anyMatch(each -> names.contains(each.getName().toString()));
    ExpressionTree found = null;
    for (StatementTree statement : constructor.getBody().getStatements()) {
      ExpressionTree effect =
          statement instanceof ExpressionStatementTree whole ? whole.getExpression() : null;
      boolean isSuper =
          effect instanceof MethodInvocationTree call
              && call.getMethodSelect().toString().equals("super");
      boolean isAssignment = effect instanceof AssignmentTree;
      if (changesArguments || !isSuper && !isAssignment) {
        return Optional.empty();
      }
      if (isAssignment && isField(((AssignmentTree) effect).getVariable(), field)) {
        found = Parentheses.inside(((AssignmentTree) effect).getExpression());
      }
    }
    return Optional.ofNullable(found);
  }

  private static boolean isField(ExpressionTree tree, String field) {
    return tree instanceof MemberSelectTree select
            && select.getIdentifier().contentEquals(field)
            && select.getExpression().toString().equals(Receiver.THIS)
        || tree instanceof IdentifierTree name && name.getName().contentEquals(field);
  }

  private static int parameter(MethodTree constructor, ExpressionTree tree) {
    for (int i = 0; i < constructor.getParameters().size(); i++) {
      boolean isIt =
          tree instanceof IdentifierTree name
              && name.getName().equals(constructor.getParameters().get(i).getName());
      if (isIt) {
        return i;
      }
    }
    return -1;
  }

  private Optional<Object> constant(ExpressionTree tree) {
    if (tree instanceof ParenthesizedTree inner) {
      return constant(inner.getExpression());
    }
    if (tree instanceof LiteralTree literal) {
      return Optional.ofNullable(literal.getValue());
    }
    if (tree instanceof UnaryTree minus && tree.getKind() == Tree.Kind.UNARY_MINUS) {
      return constant(minus.getExpression()).flatMap(EnumConstants::negated);
    }
    if (tree instanceof TypeCastTree cast && cast.getType() instanceof PrimitiveTypeTree type) {
      ValueType wanted = PlainTypes.primitive(type.getPrimitiveTypeKind());
      return constant(cast.getExpression()).map(value -> converted(value, wanted));
    }
    Context scope =
        Context.ofFunction(
            program, Receiver.none(element), unit, false, new ResultType(true, null));
    return scope.constants().constant(tree);
  }

  private static Optional<Object> negated(Object value) {
    Object opposite = null;
    if (value instanceof Integer number) {
      opposite = -number;
    } else if (value instanceof Long number) {
      opposite = -number;
    } else if (value instanceof Float number) {
      opposite = -number;
    } else if (value instanceof Double number) {
      opposite = -number;
    }
    return Optional.ofNullable(opposite);
  }

  /** A constant as an assignment converts it; of bytes, shorts and chars the int. */
  private static Object converted(Object value, ValueType type) {
    Object given = value instanceof Character letter ? (Object) (int) letter : value;
    if (!(given instanceof Number number)) {
      return given;
    }
    if (type instanceof CodedType narrow) {
      int code = number.intValue();
      return narrow.equals(CodedType.BYTE)
          ? (Object) (int) (byte) code
          : narrow.equals(CodedType.SHORT) ? (int) (short) code : (int) (char) code;
    }
    return switch (((ScalarType) type).dtype()) {
      case INT32 -> (Object) number.intValue();
      case INT64 -> (Object) number.longValue();
      case FLOAT32 -> (Object) number.floatValue();
      case FLOAT64 -> (Object) number.doubleValue();
      case BOOL -> given;
    };
  }
}
