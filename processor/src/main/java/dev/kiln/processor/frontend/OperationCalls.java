package dev.kiln.processor.frontend;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.graph.Value;
import dev.kiln.kernel.JavaNumbers;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.Bits;
import dev.kiln.op.Catalogue.Meaning;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.ConversionOps;
import dev.kiln.op.CreationOps;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.LayoutOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Spelling;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** Lowers calls of methods that mean an operation of the catalogue. */
final class OperationCalls {
  private final Body body;

  OperationCalls(Body body) {
    this.body = body;
  }

  /** Lowers a call of one of {@code meanings}; the receiver is null for a static method. */
  Value lower(MethodInvocationTree tree, List<Meaning> meanings, Value receiver) {
    List<? extends ExpressionTree> arguments = tree.getArguments();
    Value[] lowered = new Value[arguments.size()];
    Meaning best = null;
    for (Meaning meaning : meanings) {
      if (meaning.spelling().isStatic() == (receiver == null)
          && fits(meaning.spelling(), arguments, lowered)
          && (best == null || isNarrower(meaning.spelling(), best.spelling()))) {
        best = meaning;
      }
    }
    if (best == null) {
      for (int i = 0; i < lowered.length; i++) {
        if (dtype(arguments.get(i)).isEmpty()) {
          value(arguments, i, lowered); // what is wrong with them is said first
        }
      }
      throw unfit(tree, meanings.get(0).spelling());
    }
    return apply(tree, best, receiver, arguments, lowered);
  }

  /** Refuses arguments that Java accepts; javac says which it does not. */
  private Refusal unfit(MethodInvocationTree tree, Spelling spelling) {
    TypeElement owner = body.program.names().named(spelling.owner());
    int count = tree.getArguments().size();
    boolean mayFit =
        owner == null
            || body.program.names().methods(owner, spelling.method()).stream()
                .anyMatch(each -> each.isVarArgs() || each.getParameters().size() == count);
    if (!mayFit) {
      return Refusal.leftToJavac();
    }
    String simple = spelling.owner().substring(spelling.owner().lastIndexOf('.') + 1);
    String called = simple + "." + spelling.method() + " with these arguments";
    return body.refuse(tree, Code.UNKNOWN_CALL, called, Alternative.OTHER_ARGUMENTS_OF_OPERATION);
  }

  /** {@code x.shape().size(axis)}. */
  Value dimension(MethodInvocationTree tree, MemberSelectTree select) {
    MethodInvocationTree shape = (MethodInvocationTree) select.getExpression();
    Value tensor =
        body.expressions.lower(((MemberSelectTree) shape.getMethodSelect()).getExpression());
    Attribute axis = attribute(tree.getArguments().get(0), Attribute.Integer.class);
    return body.apply(tree, LayoutOps.DIMENSION, Attributes.of("axis", axis), List.of(tensor));
  }

  private boolean fits(Spelling spelling, List<? extends ExpressionTree> trees, Value[] lowered) {
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
        while (next < trees.size()) {
          if (!fits(argument, trees, next++, lowered)) {
            return false;
          }
        }
      } else if (next >= trees.size() || !fits(argument, trees, next++, lowered)) {
        return false;
      }
    }
    return next == trees.size();
  }

  private boolean fits(
      Spelling.Argument argument,
      List<? extends ExpressionTree> trees,
      int index,
      Value[] lowered) {
    ExpressionTree tree = trees.get(index);
    if (argument instanceof Spelling.AttributeArgument attribute) {
      return fitsAttribute(attribute.kind(), trees, index, lowered);
    }
    if (argument instanceof Spelling.VariadicAttribute attribute) {
      return fitsAttribute(attribute.kind(), trees, index, lowered);
    }
    if (dtype(tree).isPresent()) {
      return false;
    }
    Value value = value(trees, index, lowered);
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

  private boolean fitsAttribute(
      Class<? extends Attribute> kind,
      List<? extends ExpressionTree> trees,
      int index,
      Value[] lowered) {
    boolean namesDType = dtype(trees.get(index)).isPresent();
    if (kind == Attribute.ElementType.class || namesDType) {
      return kind == Attribute.ElementType.class && namesDType;
    }
    if (trees.get(index) instanceof NewArrayTree) {
      return kind == Attribute.Integers.class || kind == Attribute.Dims.class;
    }
    Value value = value(trees, index, lowered);
    if (kind == Attribute.Truth.class) {
      return value.type().equals(ScalarType.BOOL);
    }
    return kind == Attribute.Number.class
        ? Promotion.isNumeric(value.type())
        : value.type().equals(ScalarType.INT32);
  }

  private Value value(List<? extends ExpressionTree> trees, int index, Value[] lowered) {
    if (lowered[index] == null) {
      lowered[index] = body.expressions.lower(trees.get(index));
    }
    return lowered[index];
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

  private Value apply(
      MethodInvocationTree tree,
      Meaning meaning,
      Value receiver,
      List<? extends ExpressionTree> trees,
      Value[] lowered) {
    List<Value> operands = new ArrayList<>();
    if (receiver != null) {
      operands.add(receiver);
    }
    Attributes attributes = Attributes.NONE;
    int next = 0;
    for (Spelling.Argument argument : meaning.spelling().arguments()) {
      if (argument instanceof Spelling.FixedAttribute fixed) {
        attributes = attributes.with(fixed.name(), fixed.value());
      } else if (argument instanceof Spelling.AttributeArgument single) {
        attributes =
            attributes.with(
                single.name(), attribute(trees.get(next), lowered[next], single.kind()));
        next++;
      } else if (argument instanceof Spelling.VariadicAttribute rest) {
        attributes =
            attributes.with(
                rest.name(), variadic(trees.subList(next, trees.size()), lowered, next, rest));
        next = trees.size();
      } else if (argument instanceof Spelling.Operands) {
        while (next < trees.size()) {
          operands.add(lowered[next++]);
        }
      } else if (argument instanceof Spelling.ScalarOperands rest) {
        ScalarType type = ScalarType.of(rest.dtype());
        for (; next < trees.size(); next++) {
          operands.add(body.expressions.argument(trees.get(next), lowered[next], type));
        }
      } else {
        operands.add(
            operand(trees.get(next), lowered[next], meaning.spelling(), argument, receiver));
        next++;
      }
    }
    OpDefinition operation = forDType(meaning.definition(), operands);
    if (!attributes.isEmpty() && operation == CreationOps.FULL) {
      Attribute.Number value = (Attribute.Number) attributes.get("value");
      boolean whole = value.dtype() == DType.INT64;
      if (!whole || attributes.dtype("dtype") != DType.INT64) {
        requireFits(
            trees.isEmpty() ? tree : trees.get(trees.size() > 1 && lowered[0] == null ? 1 : 0),
            whole ? value.bits() : Bits.toDouble(value.bits()),
            meaning.spelling().method(),
            attributes.dtype("dtype"));
      }
    }
    return body.apply(tree, operation, ordered(operation, attributes), operands);
  }

  /** The attributes in the order of the definition. */
  private static Attributes ordered(OpDefinition operation, Attributes attributes) {
    Attributes ordered = Attributes.NONE;
    for (OpDefinition.AttributeSpec spec : operation.attributes()) {
      ordered = ordered.with(spec.name(), attributes.get(spec.name()));
    }
    return ordered;
  }

  /** Division of integer tensors is an operation of its own, since it may throw. */
  private static OpDefinition forDType(OpDefinition operation, List<Value> operands) {
    boolean integers =
        !operands.isEmpty()
            && operands.get(0).type() instanceof TensorType tensor
            && tensor.dtype().isInteger();
    if (integers && operation == ElementwiseOps.DIVIDE) {
      return ElementwiseOps.DIVIDE_INTEGER;
    }
    return integers && operation == ElementwiseOps.REMAINDER
        ? ElementwiseOps.REMAINDER_INTEGER
        : operation;
  }

  private Value operand(
      ExpressionTree tree,
      Value value,
      Spelling spelling,
      Spelling.Argument argument,
      Value receiver) {
    if (argument instanceof Spelling.ScalarOperand scalar) {
      return body.expressions.argument(tree, value, ScalarType.of(scalar.dtype()));
    }
    if (!(argument instanceof Spelling.NumberOperand)) {
      return value;
    }
    return number(tree, value, spelling.method(), ((TensorType) receiver.type()).dtype());
  }

  /**
   * A Java number as a tensor: checked now where it is known, else at run time where it may fail.
   */
  private Value number(ExpressionTree tree, Value value, String method, DType dtype) {
    if (dtype == DType.INT64 && value.type().equals(ScalarType.INT64)) {
      return wholeNumber(tree, value);
    }
    Value number = body.expressions.cast(tree, value, ScalarType.FLOAT64);
    Optional<Long> bits = body.constantBits(number);
    if (bits.isPresent()) {
      double constant = Bits.toDouble(bits.get());
      requireFits(tree, constant, method, dtype);
      return tensorConstant(tree, constant, dtype);
    }
    boolean always =
        dtype.isFloating() || dtype.isInteger() && value.type().equals(ScalarType.INT32);
    if (!always) {
      return body.apply(
          tree,
          ConversionOps.TENSOR_OF_NUMBER,
          Attributes.of("dtype", new Attribute.ElementType(dtype))
              .with("method", new Attribute.Text(method)),
          List.of(number));
    }
    Value converted = body.expressions.cast(tree, number, ScalarType.of(dtype));
    return body.apply(tree, ConversionOps.TENSOR_OF_SCALAR, converted);
  }

  /** A long, which every int64 tensor holds exactly. */
  private Value wholeNumber(ExpressionTree tree, Value value) {
    return body.constantBits(value)
        .map(bits -> tensorConstant(tree, NdArray.of(TensorShape.scalar(), new long[] {bits})))
        .orElseGet(() -> body.apply(tree, ConversionOps.TENSOR_OF_SCALAR, value));
  }

  private void requireFits(Tree tree, double number, String method, DType dtype) {
    if (!JavaNumbers.fits(dtype, number)) {
      throw body.refuse(tree, Code.NUMBER_DTYPE, number, method, dtype);
    }
  }

  private Value tensorConstant(Tree tree, double number, DType dtype) {
    TensorShape shape = TensorShape.scalar();
    NdArray array =
        switch (dtype) {
          case FLOAT32 -> NdArray.of(shape, new float[] {(float) number});
          case FLOAT64 -> NdArray.of(shape, new double[] {number});
          case INT32 -> NdArray.of(shape, new int[] {(int) number});
          case INT64 -> NdArray.of(shape, new long[] {(long) number});
          case BOOL -> NdArray.of(shape, new boolean[] {number != 0});
        };
    return tensorConstant(tree, array);
  }

  private Value tensorConstant(Tree tree, NdArray array) {
    return body.apply(
        tree,
        ConstantOps.TENSOR_CONSTANT,
        Attributes.of("value", new Attribute.Array(array)),
        List.of());
  }

  private Attribute variadic(
      List<? extends ExpressionTree> trees,
      Value[] lowered,
      int first,
      Spelling.VariadicAttribute argument) {
    List<Value> values = new ArrayList<>();
    List<ExpressionTree> places = new ArrayList<>();
    for (int i = 0; i < trees.size(); i++) {
      if (trees.get(i) instanceof NewArrayTree array && array.getInitializers() != null) {
        for (ExpressionTree element : array.getInitializers()) {
          places.add(element);
          values.add(body.expressions.lower(element));
        }
      } else {
        places.add(trees.get(i));
        values.add(lowered[first + i]);
      }
    }
    if (argument.kind() == Attribute.Dims.class) {
      List<Dim> dims = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        dims.add(dim(places.get(i), values.get(i)));
      }
      return new Attribute.Dims(dims);
    }
    List<Long> integers = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      integers.add(constant(places.get(i), values.get(i)));
    }
    return new Attribute.Integers(integers);
  }

  private Attribute attribute(ExpressionTree tree, Class<? extends Attribute> kind) {
    Value value = body.expressions.lower(tree);
    return attribute(tree, value, kind);
  }

  private Attribute attribute(ExpressionTree tree, Value value, Class<? extends Attribute> kind) {
    if (kind == Attribute.ElementType.class) {
      return new Attribute.ElementType(dtype(tree).orElseThrow(Refusal::leftToJavac));
    }
    if (kind == Attribute.Dims.class) {
      return new Attribute.Dims(List.of(dim(tree, value)));
    }
    if (kind == Attribute.Truth.class) {
      return new Attribute.Truth(constant(tree, value) != 0);
    }
    if (kind == Attribute.Number.class && value.type().equals(ScalarType.INT64)) {
      return new Attribute.Number(DType.INT64, constant(tree, value));
    }
    if (kind == Attribute.Number.class) {
      Value number = body.expressions.cast(tree, value, ScalarType.FLOAT64);
      return new Attribute.Number(DType.FLOAT64, constant(tree, number));
    }
    return new Attribute.Integer(constant(tree, value));
  }

  private long constant(ExpressionTree tree, Value value) {
    return body.constantBits(value)
        .orElseThrow(() -> body.refuse(tree, Code.NOT_CONSTANT, "'" + tree + "'"));
  }

  private Dim dim(ExpressionTree tree, Value value) {
    return body.dim(value)
        .orElseThrow(() -> body.refuse(tree, Code.NOT_CONSTANT, "'" + tree + "'"));
  }

  /** The dtype that a name such as {@code DType.INT32} or {@code INT32} means. */
  private Optional<DType> dtype(ExpressionTree tree) {
    String text = null;
    if (tree instanceof MemberSelectTree select
        && select.getExpression().toString().endsWith("DType")) {
      text = select.getIdentifier().toString();
    } else if (tree instanceof IdentifierTree identifier
        && !body.environment.has(identifier.getName().toString())) {
      text = identifier.getName().toString();
    }
    for (DType dtype : DType.values()) {
      if (dtype.name().equals(text)) {
        return Optional.of(dtype);
      }
    }
    return Optional.empty();
  }
}
