package dev.kiln.processor.frontend.statement;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.array.ModelElements;
import dev.kiln.processor.frontend.array.TensorArrayLowering;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Boxes;
import dev.kiln.processor.frontend.code.Constancy;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.expression.NullTests;
import dev.kiln.processor.frontend.expression.ShapeAssertions;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** Lowers declarations of local variables. */
public final class DeclarationLowering {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public DeclarationLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** Declares a variable, with its value where there is one. */
  public void lower(VariableTree tree) {
    String name = tree.getName().toString();
    ValueType type = context.program().types().local(tree.getType(), context);
    ExpressionTree initializer = tree.getInitializer();
    boolean constant = Constancy.isAnnotated(tree, context);
    ShapeAssertions shapes = new ShapeAssertions(context);
    Optional<TensorType> shape = shapes.of(tree);
    if (shape.isPresent() && type != null) {
      throw block.refuse(tree, Code.SHAPE_ON_OTHER, "'" + name + "'");
    }
    if (initializer == null) {
      boolean known = CodedType.decoded(type) instanceof ScalarType || type instanceof ArrayType;
      Value undefined = known ? undefined(tree, name, type) : null;
      block.environment().declare(name, type, undefined, constant);
      if (shape.isPresent()) {
        block.environment().shape(name, shapes.local(tree, shape.get(), null));
      }
      return;
    }
    boolean isTensors =
        initializer instanceof NewArrayTree array
            && array.getType() == null
            && context.program().types().isTensorArray(tree.getType(), context);
    boolean isNull = type == null && NullTests.isNull(initializer);
    ValueType wanted = isNull ? record(tree) : type;
    Value value =
        isTensors
            ? new TensorArrayLowering(lowerer)
                .of(initializer, ((NewArrayTree) initializer).getInitializers())
            : lowerer.initializer(
                initializer, wanted, context.program().functions().of(tree.getType(), context));
    if (block.unknowns().isUnknown(value)) {
      block.environment().declare(name, type, value, constant);
      return;
    }
    if (type == null
        && (CodedType.decoded(value.type()) instanceof ScalarType
            || value.type() instanceof ArrayType)) {
      type = value.type();
    }
    if (constant) {
      value = new Constancy(block).local(tree, name, value);
    }
    declare(tree, shape, type, value, constant);
    boolean isBoxed =
        context.names().isTypeVariable(tree.getType(), context)
            || isInferred(tree) && context.program().boxes().is(initializer, block.environment());
    if (isBoxed && Boxes.isScalar(value)) {
      block.environment().box(name);
    }
  }

  /** Declares the variable of a loop, which is a model or a tensor. */
  void element(VariableTree tree, Value element) {
    declare(tree, new ShapeAssertions(context).of(tree), null, element, false);
  }

  /** Declares a variable with its first value, of which {@code @Shape} may say something. */
  private void declare(
      VariableTree tree,
      Optional<TensorType> shape,
      ValueType type,
      Value value,
      boolean constant) {
    String name = tree.getName().toString();
    if (shape.isEmpty()) {
      Value declared = new ModelElements(lowerer).as(tree, value, named(tree));
      block.environment().declare(name, type, block.named(declared, name), constant);
      return;
    }
    if (!(value.type() instanceof TensorType)) {
      throw block.refuse(tree, Code.SHAPE_ON_OTHER, "'" + name + "'");
    }
    ShapeAssertions shapes = new ShapeAssertions(context);
    TensorType expected = shapes.local(tree, shape.get(), value);
    Value checked = shapes.require(tree, "'" + name + "'", expected, value);
    block.environment().declare(name, type, block.named(checked, name), constant);
    block.environment().shape(name, expected);
  }

  /** The type of a record that a variable is declared with; null for every other type. */
  private ValueType record(VariableTree tree) {
    return context.program().types().record(tree.getType(), context).orElse(null);
  }

  /** The class or interface that a variable is declared with; null for every other type. */
  private TypeElement named(VariableTree tree) {
    return !isInferred(tree)
            && (tree.getType() instanceof IdentifierTree
                || tree.getType() instanceof MemberSelectTree)
        ? context.names().typeOrNull(tree.getType(), context)
        : null;
  }

  private static boolean isInferred(VariableTree tree) {
    return tree.getType() == null || tree.getType().toString().equals("var");
  }

  private Value undefined(Tree tree, String name, ValueType type) {
    block.at(tree);
    return block.named(block.undefined(type), name);
  }
}
