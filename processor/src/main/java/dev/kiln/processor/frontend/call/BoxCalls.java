package dev.kiln.processor.frontend.call;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import dev.kiln.graph.Value;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.tree.MadeCode;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;

/** Lowers calls of methods of numbers that are objects in Java. */
final class BoxCalls {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  BoxCalls(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** The result of a method of a number; empty where the number is no object. */
  Optional<Value> call(MethodInvocationTree tree, MemberSelectTree select, Value number) {
    String name = select.getIdentifier().toString();
    Optional<ScalarType> unboxed = unboxed(name);
    if (unboxed.isPresent() && tree.getArguments().isEmpty()) {
      return Optional.of(new Conversions(block).cast(tree, number, unboxed.get()));
    }
    ExpressionTree receiver = Parentheses.inside(select.getExpression());
    if (!context.program().boxes().is(receiver, block.environment())) {
      return Optional.empty();
    }
    ScalarType type = (ScalarType) number.type();
    List<Catalogue.Meaning> compare = Catalogue.meanings(box(type), "compare");
    boolean isName = receiver instanceof IdentifierTree;
    if (name.equals("compareTo") && isName && !compare.isEmpty()) {
      ExpressionTree other = tree.getArguments().get(0);
      MadeCode code = new MadeCode(tree);
      ExpressionTree call = code.call(receiver, "compare", List.of(receiver, other));
      return Optional.of(
          new OperationCalls(lowerer).lower((MethodInvocationTree) call, compare, null));
    }
    String called = box(type).replaceFirst(".*\\.", "") + "." + name;
    throw block.refuse(tree, Code.UNKNOWN_CALL, Optional.of(Alternative.NUMBERS), called);
  }

  private static String box(ScalarType type) {
    return switch (type.dtype()) {
      case INT32 -> "java.lang.Integer";
      case INT64 -> "java.lang.Long";
      case FLOAT32 -> "java.lang.Float";
      case FLOAT64 -> "java.lang.Double";
      case BOOL -> "java.lang.Boolean";
    };
  }

  /** What a method of a number returns, which does nothing but convert it. */
  private static Optional<ScalarType> unboxed(String method) {
    return switch (method) {
      case "doubleValue" -> Optional.of(ScalarType.FLOAT64);
      case "floatValue" -> Optional.of(ScalarType.FLOAT32);
      case "longValue" -> Optional.of(ScalarType.INT64);
      case "intValue" -> Optional.of(ScalarType.INT32);
      default -> Optional.empty();
    };
  }
}
