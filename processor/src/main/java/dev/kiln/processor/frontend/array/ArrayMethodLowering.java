package dev.kiln.processor.frontend.array;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import dev.kiln.annotation.DType;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.array.ArrayMethodOps;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.ArrayPairOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.scalar.MathOps;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.Unknowns;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lowers calls of {@code Arrays.fill}, {@code copyOf}, {@code copyOfRange}, {@code equals} and
 * {@code sort}, and of {@code System.arraycopy}: to the checks that they begin with, and to loops
 * of loads and stores.
 */
public final class ArrayMethodLowering {
  private static final Map<String, Set<Integer>> ARITIES =
      Map.of(
          "java.util.Arrays.fill", Set.of(2, 4),
          "java.util.Arrays.copyOf", Set.of(2),
          "java.util.Arrays.copyOfRange", Set.of(3),
          "java.util.Arrays.equals", Set.of(2),
          "java.util.Arrays.sort", Set.of(1, 3),
          "java.lang.System.arraycopy", Set.of(5));

  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;
  private final MethodInvocationTree tree;

  /** Lowers a call at one place. */
  public ArrayMethodLowering(Lowerer lowerer, MethodInvocationTree tree) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
    this.tree = tree;
  }

  /** Whether a method of a class is one of them. */
  public static boolean isKnown(CharSequence owner, String method) {
    return ARITIES.containsKey(owner + "." + method);
  }

  /** Lowers the call; null for a void method. */
  public Value lower(CharSequence owner, String method) {
    List<Value> arguments = new ArrayList<>();
    for (ExpressionTree each : tree.getArguments()) {
      arguments.add(lowerer.expression(each));
    }
    if (arguments.stream().anyMatch(each -> Unknowns.isUnknown(each.type()))) {
      throw Refusal.reported();
    }
    boolean isKnown = ARITIES.get(owner + "." + method).contains(arguments.size());
    if (!isKnown || !(arguments.get(0).type() instanceof ArrayType array)) {
      throw unfit(owner, method);
    }
    return switch (method) {
      case "fill" -> fill(array, arguments);
      case "copyOf" -> copyOf(array, arguments);
      case "copyOfRange" -> copyOfRange(array, arguments);
      case "equals" -> {
        boolean fits = arguments.get(1).type().equals(array) && !hasRecords(array);
        yield fits
            ? block.apply(tree, ArrayMethodOps.ARRAY_EQUAL, arguments.get(0), arguments.get(1))
            : refuse(owner, method);
      }
      case "sort" -> {
        boolean fits =
            array.rank() == 1
                && !hasRecords(array)
                && !CodedType.isEnum(array.element())
                && !array.element().equals(ScalarType.BOOL);
        yield fits ? sort(array, arguments) : refuse(owner, method);
      }
      default -> {
        boolean fits = arguments.get(2).type().equals(array);
        yield fits ? arraycopy(array, arguments) : refuse(owner, method);
      }
    };
  }

  private Value refuse(CharSequence owner, String method) {
    throw unfit(owner, method);
  }

  private Refusal unfit(CharSequence owner, String method) {
    boolean mayFit =
        context.names().methods(context.names().named(owner.toString()), method).stream()
            .anyMatch(each -> each.getParameters().size() == tree.getArguments().size());
    if (!mayFit) {
      return Refusal.leftToJavac();
    }
    String simple = owner.toString().substring(owner.toString().lastIndexOf('.') + 1);
    String called = simple + "." + method + " with these arguments";
    return block.refuse(tree, Code.UNKNOWN_CALL, called, Alternative.OTHER_ARGUMENTS_OF_ARRAYS);
  }

  private static boolean hasRecords(ArrayType array) {
    return array.element() instanceof RecordType;
  }

  private Value integer(Value value) {
    return new Conversions(block).required(tree, value, ScalarType.INT32);
  }

  private Value constant(int number) {
    return block.constant(tree, ScalarType.INT32, number);
  }

  private Value length(Value array) {
    return block.apply(tree, ArrayOps.ARRAY_LENGTH, array);
  }

  private Value fill(ArrayType array, List<Value> arguments) {
    Value target = arguments.get(0);
    int last = arguments.size() - 1;
    ExpressionTree valueTree = tree.getArguments().get(last);
    Conversions conversions = new Conversions(block);
    Value converted = conversions.convert(valueTree, arguments.get(last), array.component());
    Value value = new ArrayLowering(lowerer).element(valueTree, converted);
    Value from = last == 1 ? constant(0) : integer(arguments.get(1));
    Value to = last == 1 ? length(target) : integer(arguments.get(2));
    if (last > 1) {
      requireRange(target, from, to);
    }
    loop(
        block.apply(tree, ElementwiseOps.SUBTRACT, to, from),
        (inner, i) -> inner.store(target, inner.plus(from, i), value));
    return null;
  }

  private void requireRange(Value array, Value from, Value to) {
    List<Value> operands = List.of(length(array), from, to);
    block.perform(tree, ArrayMethodOps.REQUIRE_RANGE, Attributes.NONE, operands);
  }

  private Value copyOf(ArrayType array, List<Value> arguments) {
    Value source = arguments.get(0);
    Value size = integer(arguments.get(1));
    Value copy = make(array, size);
    Value count = smaller(length(source), size);
    loop(count, (inner, i) -> inner.store(copy, i, inner.load(source, i)));
    return copy;
  }

  private Value copyOfRange(ArrayType array, List<Value> arguments) {
    Value source = arguments.get(0);
    Value from = integer(arguments.get(1));
    Value to = integer(arguments.get(2));
    Value size = block.apply(tree, ArrayMethodOps.RANGE_LENGTH, from, to);
    Value copy = make(array, size);
    Value length = length(source);
    Value count = smaller(block.apply(tree, ElementwiseOps.SUBTRACT, length, from), size);
    requireCopyable(array, List.of(length, from, size, constant(0), count));
    loop(count, (inner, i) -> inner.store(copy, i, inner.load(source, inner.plus(from, i))));
    return copy;
  }

  private void requireCopyable(ArrayType array, List<Value> operands) {
    boolean isPrimitive =
        array.rank() == 1 && !hasRecords(array) && !CodedType.isEnum(array.element());
    String elements = isPrimitive ? TypeNames.of(array.element()) : "object";
    Attributes attributes = Attributes.of("elements", new Attribute.Text(elements));
    block.perform(tree, ArrayMethodOps.REQUIRE_COPYABLE, attributes, operands);
  }

  private Value make(ArrayType array, Value size) {
    Attributes type = Attributes.of("type", new Attribute.Type(array));
    return block.apply(tree, ArrayOps.ARRAY_NEW, type, List.of(size));
  }

  private Value smaller(Value left, Value right) {
    return block.apply(tree, MathOps.operation("min", DType.INT32, DType.INT32), left, right);
  }

  /** Java copies as if through an array of its own: backward where that keeps what is not read. */
  private Value arraycopy(ArrayType array, List<Value> arguments) {
    Value source = arguments.get(0);
    Value from = integer(arguments.get(1));
    Value target = arguments.get(2);
    Value to = integer(arguments.get(3));
    Value count = integer(arguments.get(4));
    requireCopyable(array, List.of(length(source), from, length(target), to, count));
    Value same = block.apply(tree, ArrayPairOps.ARRAY_SAME, source, target);
    Value moves = block.apply(tree, ElementwiseOps.LESS, from, to);
    Value backward = block.apply(tree, ElementwiseOps.AND, same, moves);
    Value last = block.apply(tree, ElementwiseOps.SUBTRACT, count, constant(1));
    loop(
        count,
        (inner, i) -> {
          Value k = inner.choice(backward, inner.minus(last, i), i);
          inner.store(target, inner.plus(to, k), inner.load(source, inner.plus(from, k)));
        });
    return null;
  }

  /** The elements in their order, from a copy of them. */
  private Value sort(ArrayType array, List<Value> arguments) {
    Value target = arguments.get(0);
    boolean isWhole = arguments.size() == 1;
    Value from = isWhole ? constant(0) : integer(arguments.get(1));
    Value to = isWhole ? length(target) : integer(arguments.get(2));
    if (!isWhole) {
      requireRange(target, from, to);
    }
    Value order =
        block.apply(tree, ArrayMethodOps.ARRAY_ORDER, Attributes.NONE, List.of(target, from, to));
    Value count = block.apply(tree, ElementwiseOps.SUBTRACT, to, from);
    Value sorted = make(array, count);
    loop(count, (inner, i) -> inner.store(sorted, i, inner.load(target, inner.load(order, i))));
    loop(count, (inner, i) -> inner.store(target, inner.plus(from, i), inner.load(sorted, i)));
    return null;
  }

  private void loop(Value count, IndexLoop.Body body) {
    String label = context.program().labels().fresh("loop");
    IndexLoop.add(block, tree, label, count, body);
  }
}
