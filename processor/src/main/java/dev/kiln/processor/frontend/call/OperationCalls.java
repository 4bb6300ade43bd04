package dev.kiln.processor.frontend.call;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import dev.kiln.graph.Value;
import dev.kiln.op.SliceOps;
import dev.kiln.op.catalogue.Catalogue.Meaning;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Spelling;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.type.Promotion;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import java.util.List;
import javax.lang.model.element.TypeElement;

/** Lowers calls of methods that mean an operation of the catalogue. */
public final class OperationCalls {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public OperationCalls(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** Lowers a call of one of {@code meanings}; the receiver is null for a static method. */
  Value lower(MethodInvocationTree tree, List<Meaning> meanings, Value receiver) {
    OperationArguments arguments = new OperationArguments(lowerer, tree.getArguments());
    Meaning best = null;
    for (Meaning meaning : meanings) {
      if (meaning.spelling().isStatic() == (receiver == null)
          && fits(meaning.spelling(), arguments)
          && (best == null || isNarrower(meaning.spelling(), best.spelling()))) {
        best = meaning;
      }
    }
    if (best == null) {
      for (int i = 0; i < arguments.size(); i++) {
        if (arguments.dtype(i).isEmpty()) {
          arguments.value(i); // what is wrong with them is said first
        }
      }
      throw unfit(tree, meanings.get(0).spelling());
    }
    return new OperationApplication(lowerer, best, arguments).apply(tree, receiver);
  }

  /** Refuses arguments that Java accepts; javac says which it does not. */
  private Refusal unfit(MethodInvocationTree tree, Spelling spelling) {
    TypeElement owner = context.names().named(spelling.owner());
    int count = tree.getArguments().size();
    boolean mayFit =
        owner == null
            || context.names().methods(owner, spelling.method()).stream()
                .anyMatch(each -> each.isVarArgs() || each.getParameters().size() == count);
    if (!mayFit) {
      return Refusal.leftToJavac();
    }
    String simple = spelling.owner().substring(spelling.owner().lastIndexOf('.') + 1);
    String called = simple + "." + spelling.method() + " with these arguments";
    return block.refuse(tree, Code.UNKNOWN_CALL, called, Alternative.OTHER_ARGUMENTS_OF_OPERATION);
  }

  /** {@code x.shape().size(axis)}. */
  Value dimension(MethodInvocationTree tree, MemberSelectTree select) {
    MethodInvocationTree shape = (MethodInvocationTree) select.getExpression();
    Value tensor = lowerer.expression(((MemberSelectTree) shape.getMethodSelect()).getExpression());
    Attribute axis =
        new OperationArguments(lowerer, tree.getArguments()).attribute(0, Attribute.Integer.class);
    return block.apply(tree, SliceOps.DIMENSION, Attributes.of("axis", axis), List.of(tensor));
  }

  private boolean fits(Spelling spelling, OperationArguments arguments) {
    int next = 0;
    for (Spelling.Argument argument : spelling.arguments()) {
      if (argument instanceof Spelling.FixedAttribute) {
        continue;
      }
      boolean rest =
          argument instanceof Spelling.Operands
              || argument instanceof Spelling.ScalarOperands
              || argument instanceof Spelling.VariadicAttribute;
      if (rest) {
        boolean isArray =
            argument instanceof Spelling.Operands
                && next < arguments.size()
                && arguments.isTensorArray(next);
        int end = arguments.end(spelling, argument);
        if (end < arguments.size() && end <= next) {
          return false; // an array that is not there
        }
        while (next < end) {
          if (!isArray && !fits(argument, arguments, next)) {
            return false;
          }
          next++;
        }
      } else if (next >= arguments.size() || !fits(argument, arguments, next++)) {
        return false;
      }
    }
    return next == arguments.size();
  }

  private boolean fits(Spelling.Argument argument, OperationArguments arguments, int index) {
    if (argument instanceof Spelling.AttributeArgument attribute) {
      return fitsAttribute(attribute.kind(), arguments, index);
    }
    if (argument instanceof Spelling.VariadicAttribute attribute) {
      return isIntegers(arguments, index) || fitsAttribute(attribute.kind(), arguments, index);
    }
    if (arguments.dtype(index).isPresent() || arguments.text(index).isPresent()) {
      return false;
    }
    Value value = arguments.value(index);
    if (argument instanceof Spelling.ScalarOperand scalar) {
      return Promotion.widens(value.type(), ScalarType.of(scalar.dtype()));
    }
    if (argument instanceof Spelling.ScalarOperands scalars) {
      return Promotion.widens(value.type(), ScalarType.of(scalars.dtype()));
    }
    if (argument instanceof Spelling.NumberOperand) {
      return Promotion.isNumeric(value.type());
    }
    return value.type() instanceof TensorType;
  }

  /** Whether an argument is an {@code int[]}, which is refused where its numbers are not known. */
  private static boolean isIntegers(OperationArguments arguments, int index) {
    return arguments.dtype(index).isEmpty()
        && arguments.text(index).isEmpty()
        && !(arguments.tree(index) instanceof NewArrayTree)
        && arguments.value(index).type().equals(new ArrayType(ScalarType.INT32, 1));
  }

  private boolean fitsAttribute(
      Class<? extends Attribute> kind, OperationArguments arguments, int index) {
    boolean namesDType = arguments.dtype(index).isPresent();
    if (kind == Attribute.ElementType.class || namesDType) {
      return kind == Attribute.ElementType.class && namesDType;
    }
    if (kind == Attribute.Text.class || arguments.text(index).isPresent()) {
      return kind == Attribute.Text.class && arguments.text(index).isPresent();
    }
    if (arguments.tree(index) instanceof NewArrayTree) {
      return kind == Attribute.Integers.class || kind == Attribute.Dims.class;
    }
    Value value = arguments.value(index);
    if (kind == Attribute.Truth.class) {
      return value.type().equals(ScalarType.BOOL);
    }
    return kind == Attribute.Number.class
        ? Promotion.isNumeric(value.type())
        : value.type().equals(ScalarType.INT32);
  }

  /** Of two overloads that fit, the one with narrower scalars. */
  private static boolean isNarrower(Spelling left, Spelling right) {
    for (int i = 0; i < Math.min(left.arguments().size(), right.arguments().size()); i++) {
      if (left.arguments().get(i) instanceof Spelling.ScalarOperand first
          && right.arguments().get(i) instanceof Spelling.ScalarOperand second
          && Promotion.rank(first.dtype()) > Promotion.rank(second.dtype())) {
        return false;
      }
    }
    return !left.arguments().isEmpty() && left.arguments().get(0) instanceof Spelling.ScalarOperand;
  }
}
