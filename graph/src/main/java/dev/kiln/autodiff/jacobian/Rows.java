package dev.kiln.autodiff.jacobian;

import dev.kiln.autodiff.adjoint.AddedNames;
import dev.kiln.graph.Graph;
import dev.kiln.op.Term;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/** The loop that computes the rows of a Jacobian one by one, in reverse mode. */
final class Rows {
  private final FillingCode code;
  private final Differentiated differentiated;
  private final ElementLoops loops;
  private final List<Term> inputs;
  private final Graph reverse;

  /**
   * @param reverse the vector-Jacobian product, which takes shadows of inputs, and cotangents
   */
  Rows(FillingCode code, Graph reverse) {
    this.code = code;
    this.differentiated = code.differentiated();
    this.loops = new ElementLoops(code.graph());
    this.inputs = code.inputs();
    this.reverse = reverse;
  }

  /**
   * Adds the loop over the rows.
   *
   * @param floating the results, or stand-ins for them, that have derivatives
   */
  void write(Term jacobian, Term rows, List<Term> floating) {
    Callee callee = code.callee(reverse, "Row");
    List<Term> given = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    cotangents(floating, given, order);
    loops.repeat(
        loops.integer(0),
        rows,
        1,
        row -> {
          List<Term> arguments = new ArrayList<>(inputs);
          List<Term> seeded = new ArrayList<>(given);
          Term left = row;
          given.stream()
              .filter(each -> each.type() instanceof ArrayType)
              .forEach(each -> loops.perform(ArrayOps.ARRAY_CLEAR, each));
          for (int index : order) {
            Term each = index < 0 ? inputs.get(-1 - index) : given.get(index);
            if (index < 0) {
              left = left.subtract(loops.count(each));
            } else if (each.type() instanceof ArrayType) {
              left = loops.place(each, left);
            } else {
              seeded.set(index, loops.unit(left, each));
              left = left.subtract(loops.integer(1));
            }
          }
          arguments.addAll(seeded);
          List<Term> all = callee.call(arguments);
          Term target = loops.load(jacobian, row);
          Term column = loops.integer(0);
          for (Term derivative :
              all.subList(differentiated.primal().outputs().size(), all.size())) {
            column =
                loops.forEach(
                    derivative,
                    column,
                    (element, at) -> loops.store(target, at, ElementLoops.asDouble(element)));
          }
        });
  }

  /**
   * The further arguments of the reverse graph.
   *
   * @param given receives them: arrays, and numbers that stand for numbers
   * @param order receives the positions of those that belong to results, in the order of these; for
   *     a result that no input influences, -1 less its position among the inputs
   */
  private void cotangents(List<Term> floating, List<Term> given, List<Integer> order) {
    Graph primal = differentiated.primal();
    int cotangents = primal.outputs().isEmpty() ? 0 : floating.size();
    int shadows = reverse.inputs().size() - inputs.size() - cotangents;
    AddedNames names = new AddedNames(primal);
    List<Integer> shadowed = new ArrayList<>();
    for (int i = 0; i < shadows; i++) {
      String name = reverse.inputs().get(inputs.size() + i).name();
      for (int j = 0; j < inputs.size(); j++) {
        if (names.ofInput(primal.inputs().get(j).name()).equals(name)) {
          shadowed.add(j);
          given.add(loops.zerosLike(inputs.get(j)));
          break;
        }
      }
    }
    for (int result : differentiated.results()) {
      int index = shadowed.indexOf(result);
      order.add(index < 0 ? -1 - result : index);
    }
    for (int i = 0; i < cotangents; i++) {
      order.add(given.size());
      Term result = floating.get(i);
      ValueType type = reverse.inputType(inputs.size() + shadows + i);
      given.add(
          type instanceof ArrayType
              ? loops.zerosLike(result)
              : code.graph().constant(type.equals(ScalarType.FLOAT32) ? 0f : (Object) 0.0));
    }
  }
}
