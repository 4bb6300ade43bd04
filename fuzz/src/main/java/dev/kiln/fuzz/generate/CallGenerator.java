package dev.kiln.fuzz.generate;

import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.Statement;
import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Random arguments. Arrays are at times shared: by arguments, rows, records, elements of arrays of
 * records. Of what is differentiated this is so in some calls only, since most of these are
 * refused.
 */
final class CallGenerator {
  private final Randomness random;
  private final Literals literals;
  private final TensorInputs tensors;
  private final List<Statement.Declaration> shared = new ArrayList<>();
  private final double sharing;

  CallGenerator(Randomness random, Profile profile) {
    this.random = random;
    boolean isSpecial = profile.isSmooth() && random.chance(0.05);
    this.literals = new Literals(random, profile.isSmooth() && !isSpecial);
    this.sharing = !profile.isSmooth() ? 0.2 : random.chance(0.2) ? 0.5 : 0;
    this.tensors = new TensorInputs(random, literals);
  }

  Program.TestCall call(Program.Method method) {
    List<Expression> arguments =
        method.parameters().stream().map(each -> value(each.type())).toList();
    return new Program.TestCall(method.name(), List.copyOf(shared), arguments);
  }

  private Expression value(ValueType type) {
    if (type instanceof ScalarType scalar) {
      return literals.input(scalar);
    }
    if (type instanceof ArrayType array) {
      return array(array);
    }
    if (type instanceof TensorType tensor) {
      return tensors.value(tensor);
    }
    RecordType record = (RecordType) type;
    List<Expression> components = new ArrayList<>();
    for (RecordType.Component component : record.components()) {
      Expression value = value(component.type());
      components.add(value);
    }
    return new Expression.Call(type, "new " + record.name(), components);
  }

  private Expression array(ArrayType type) {
    boolean mayAlias = random.chance(sharing);
    for (Statement.Declaration each : shared) {
      if (mayAlias && each.type().equals(type)) {
        return new Expression.Variable(type, each.name());
      }
    }
    List<Expression> elements = new ArrayList<>();
    int count = random.chance(0.8) ? 3 + random.below(2) : random.below(3);
    for (int i = 0; i < count; i++) {
      elements.add(element(type.component()));
    }
    String name = "s" + shared.size();
    Expression made = new Expression.ArrayOf(type, elements);
    shared.add(new Statement.Declaration(type, name, Optional.of(made), false));
    return new Expression.Variable(type, name);
  }

  /** At times there is no row, or no record. */
  private Expression element(ValueType type) {
    boolean isReference = type instanceof ArrayType || type instanceof RecordType;
    return isReference && random.chance(0.03) ? new Expression.Literal(type, "null") : value(type);
  }
}
