package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;

/** A scalar at hand in a derivative rule. */
final class NumberTerm extends Term {
  private final DType dtype;
  private final long bits;

  NumberTerm(DType dtype, long bits) {
    this.dtype = dtype;
    this.bits = bits;
  }

  static NumberTerm of(DType dtype, double value) {
    return new NumberTerm(dtype, Bits.box(value, dtype));
  }

  double value() {
    return ((Number) Bits.unbox(bits, dtype)).doubleValue();
  }

  @Override
  public ValueType type() {
    return ScalarType.of(dtype);
  }

  @Override
  public Term number(double value) {
    return of(dtype, value);
  }

  @Override
  public Term apply(OpDefinition operation, Attributes attributes, List<Term> operands) {
    List<DType> dtypes = operands.stream().map(Term::dtype).toList();
    List<ValueType> types = operands.stream().map(Term::type).toList();
    ScalarType result = (ScalarType) operation.resultType(attributes, types).orElseThrow();
    long[] values = new long[3];
    for (int i = 0; i < operands.size(); i++) {
      values[i] = ((NumberTerm) operands.get(i)).bits;
    }
    long computed =
        code(operation).forTypes(attributes, dtypes).apply(values[0], values[1], values[2]);
    return new NumberTerm(result.dtype(), computed);
  }

  private static Evaluation.ScalarCode code(OpDefinition operation) {
    return operation.evaluation() instanceof Evaluation.OnScalars on
        ? on.scalar()
        : ((Evaluation.Elementwise) operation.evaluation()).scalar();
  }

  /** One application to scalars at hand. */
  record Application(OpDefinition operation, List<Term> operands, Term result)
      implements Derivative.Call {
    static Application of(OpDefinition operation, List<Term> operands) {
      Term result = operands.get(0).apply(operation, Attributes.NONE, operands);
      return new Application(operation, operands, result);
    }

    @Override
    public Attributes attributes() {
      return Attributes.NONE;
    }

    @Override
    public int arity() {
      return operands.size();
    }

    @Override
    public Term operand(int index) {
      return operands.get(index);
    }

    @Override
    public ValueType operandType(int index) {
      return operand(index).type();
    }

    @Override
    public ValueType resultType() {
      return result.type();
    }
  }
}
