package dev.kiln.processor.frontend.call;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.graph.Value;
import dev.kiln.kernel.tensor.JavaNumbers;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.CreationOps;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.catalogue.ArrayComposite;
import dev.kiln.op.catalogue.Catalogue.Meaning;
import dev.kiln.op.catalogue.Composite;
import dev.kiln.op.catalogue.RecordComposite;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.scalar.RankZeroOps;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies the operation that a call means to the arguments of the call. */
final class OperationApplication {
  private final OpenBlock block;
  private final Meaning meaning;
  private final OperationArguments arguments;
  private final Arguments conversion;

  /** An argument that becomes an operand of the dtype of another. */
  private record NumberArgument(int argument, int operand, int like) {}

  OperationApplication(Lowerer lowerer, Meaning meaning, OperationArguments arguments) {
    this.block = lowerer.context().block();
    this.meaning = meaning;
    this.arguments = arguments;
    this.conversion = new Arguments(lowerer);
  }

  /** Applies the operation; {@code receiver} is null for a static method. */
  Value apply(MethodInvocationTree tree, Value receiver) {
    List<Value> operands = new ArrayList<>();
    if (receiver != null) {
      operands.add(receiver);
    }
    Attributes attributes = Attributes.NONE;
    List<NumberArgument> numbers = new ArrayList<>();
    int next = 0;
    for (Spelling.Argument argument : meaning.spelling().arguments()) {
      if (argument instanceof Spelling.FixedAttribute fixed) {
        attributes = attributes.with(fixed.name(), fixed.value());
      } else if (argument instanceof Spelling.AttributeArgument single) {
        attributes = attributes.with(single.name(), arguments.attribute(next, single.kind()));
        next++;
      } else if (argument instanceof Spelling.VariadicAttribute rest) {
        int end = arguments.end(meaning.spelling(), argument);
        attributes = attributes.with(rest.name(), arguments.variadic(next, end, rest.kind()));
        next = end;
      } else if (argument instanceof Spelling.Operands) {
        operands.addAll(tensors(tree, next));
        next = arguments.size();
      } else if (argument instanceof Spelling.ScalarOperands rest) {
        ScalarType type = ScalarType.of(rest.dtype());
        for (; next < arguments.size(); next++) {
          operands.add(conversion.convert(arguments.tree(next), arguments.value(next), type));
        }
      } else if (argument instanceof Spelling.NumberOperand number) {
        numbers.add(new NumberArgument(next, operands.size(), number.like()));
        operands.add(arguments.value(next++)); // in the order of the source
      } else if (argument instanceof Spelling.ScalarOperand scalar) {
        ScalarType type = ScalarType.of(scalar.dtype());
        operands.add(conversion.convert(arguments.tree(next), arguments.value(next), type));
        next++;
      } else {
        operands.add(arguments.value(next++));
      }
    }
    numbers.forEach(number -> convert(number, operands));
    return applied(tree, attributes, operands);
  }

  private List<Value> tensors(MethodInvocationTree tree, int first) {
    List<Value> tensors = arguments.tensors(first);
    if (tensors.isEmpty()) {
      String message = meaning.spelling().method() + " needs at least one tensor";
      throw block.refuse(tree, Code.SHAPE_MISMATCH, message);
    }
    return tensors;
  }

  private Value applied(MethodInvocationTree tree, Attributes attributes, List<Value> operands) {
    if (meaning.meant() instanceof Composite composite) {
      return block.apply(tree, composite, attributes, operands);
    }
    if (meaning.meant() instanceof ArrayComposite composite) {
      return block.apply(tree, composite, attributes, operands);
    }
    if (meaning.meant() instanceof RecordComposite composite) {
      return block.apply(tree, composite, attributes, operands.get(0));
    }
    OpDefinition operation = forDType((OpDefinition) meaning.meant(), operands);
    if (!attributes.isEmpty() && operation == CreationOps.FULL) {
      Attribute.Number value = (Attribute.Number) attributes.get("value");
      boolean whole = value.dtype() == DType.INT64;
      if (!whole || attributes.dtype("dtype") != DType.INT64) {
        requireFits(
            place(tree),
            whole ? value.bits() : Bits.toDouble(value.bits()),
            meaning.spelling().method(),
            attributes.dtype("dtype"));
      }
    }
    return block.apply(tree, operation, ordered(operation, attributes), operands);
  }

  private void convert(NumberArgument number, List<Value> operands) {
    DType dtype = ((TensorType) operands.get(number.like()).type()).dtype();
    Value given = operands.get(number.operand());
    String method = meaning.spelling().method();
    operands.set(number.operand(), number(arguments.tree(number.argument()), given, method, dtype));
  }

  /** The argument that a tensor is filled with. */
  private Tree place(MethodInvocationTree tree) {
    if (arguments.size() == 0) {
      return tree;
    }
    return arguments.tree(arguments.size() > 1 && !arguments.isLowered(0) ? 1 : 0);
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

  /**
   * A Java number as a tensor: checked now where it is known, else at run time where it may fail.
   */
  private Value number(ExpressionTree tree, Value value, String method, DType dtype) {
    if (dtype == DType.INT64 && value.type().equals(ScalarType.INT64)) {
      return wholeNumber(tree, value);
    }
    Value number = new Conversions(block).cast(tree, value, ScalarType.FLOAT64);
    Optional<Long> bits = block.constantBits(number);
    if (bits.isPresent()) {
      double constant = Bits.toDouble(bits.get());
      requireFits(tree, constant, method, dtype);
      return tensorConstant(tree, constant, dtype);
    }
    boolean always =
        dtype.isFloating() || dtype.isInteger() && value.type().equals(ScalarType.INT32);
    if (!always) {
      return block.apply(
          tree,
          RankZeroOps.TENSOR_OF_NUMBER,
          Attributes.of("dtype", new Attribute.ElementType(dtype))
              .with("method", new Attribute.Text(method)),
          List.of(number));
    }
    Value converted = new Conversions(block).cast(tree, number, ScalarType.of(dtype));
    return block.apply(tree, RankZeroOps.TENSOR_OF_SCALAR, converted);
  }

  /** A long, which every int64 tensor holds exactly. */
  private Value wholeNumber(ExpressionTree tree, Value value) {
    return block
        .constantBits(value)
        .map(bits -> tensorConstant(tree, NdArray.of(TensorShape.scalar(), new long[] {bits})))
        .orElseGet(() -> block.apply(tree, RankZeroOps.TENSOR_OF_SCALAR, value));
  }

  private void requireFits(Tree tree, double number, String method, DType dtype) {
    if (!JavaNumbers.fits(dtype, number)) {
      throw block.refuse(tree, Code.NUMBER_DTYPE, number, method, dtype);
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
    return block.apply(
        tree,
        ConstantOps.TENSOR_CONSTANT,
        Attributes.of("value", new Attribute.Array(array)),
        List.of());
  }
}
