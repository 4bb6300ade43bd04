package dev.kiln.session;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Frame;
import dev.kiln.session.Program.Node;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns one function into nodes: gives each value a slot, and each construct a node. */
final class Preparation {
  private final Map<String, Program> programs;
  private final String function;
  private final Places places;
  private final Exceptions exceptions;
  private final Map<Value, Integer> slots = new HashMap<>();

  /** The codes by which nodes say that a construct is left or continued. */
  private final Map<String, Integer> codes = new HashMap<>();

  private final Map<String, List<Value>> breakTargets = new HashMap<>();
  private final Map<String, List<Value>> continueTargets = new HashMap<>();
  private final int[] resultSlots;
  private final boolean[] resultIsScalar;
  private final Node body;
  private int nextSlot;

  Preparation(
      Function function, Map<String, Program> programs, Places places, Exceptions exceptions) {
    this.exceptions = exceptions;
    this.programs = programs;
    this.function = function.name();
    this.places = places;
    resultSlots = new int[function.resultTypes().size()];
    resultIsScalar = new boolean[resultSlots.length];
    for (int i = 0; i < resultSlots.length; i++) {
      resultSlots[i] = nextSlot++;
      resultIsScalar[i] = function.resultTypes().get(i) instanceof ScalarType;
    }
    function.parameters().forEach(this::slot);
    body = block(function.body(), List.of());
  }

  Node body() {
    return body;
  }

  int slotCount() {
    return nextSlot;
  }

  int[] resultSlots() {
    return resultSlots;
  }

  int[] slots(List<Value> values) {
    return values.stream().mapToInt(this::slot).toArray();
  }

  private int slot(Value value) {
    return slots.computeIfAbsent(value, key -> nextSlot++);
  }

  private int code(String kind, String label) {
    return codes.computeIfAbsent(kind + label, key -> codes.size() + 1);
  }

  /** A block whose normal end copies what it yields to {@code yieldsTo}. */
  private Node block(Block block, List<Value> yieldsTo) {
    List<Node> nodes = new ArrayList<>();
    for (Operation operation : block.operations()) {
      nodes.add(operation(operation));
    }
    Node end = terminator(block.terminator(), yieldsTo);
    if (end != null) {
      nodes.add(end);
    }
    return sequence(nodes.toArray(new Node[0]));
  }

  private static Node sequence(Node[] nodes) {
    if (nodes.length == 1) {
      return nodes[0];
    }
    if (nodes.length == 2) {
      Node first = nodes[0];
      Node second = nodes[1];
      return frame -> {
        int code = first.run(frame);
        return code != Program.NORMAL ? code : second.run(frame);
      };
    }
    return frame -> {
      for (Node node : nodes) {
        int code = node.run(frame);
        if (code != Program.NORMAL) {
          return code;
        }
      }
      return Program.NORMAL;
    };
  }

  private Node operation(Operation operation) {
    if (operation instanceof Operation.Apply apply) {
      Evaluation.Step step = step(apply);
      int place = places.number(function, apply.position());
      return frame -> {
        try {
          step.run(frame);
        } catch (RuntimeException | Error e) {
          Places.fail(frame, place);
          throw e;
        }
        return Program.NORMAL;
      };
    }
    if (operation instanceof Operation.If branch) {
      int condition = slot(branch.condition());
      Node first = block(branch.thenBlock(), branch.results());
      Node second = block(branch.elseBlock(), branch.results());
      return frame -> frame.bits[condition] != 0 ? first.run(frame) : second.run(frame);
    }
    if (operation instanceof Operation.Loop loop) {
      return loop(loop);
    }
    if (operation instanceof Operation.Scope scope) {
      breakTargets.put(scope.label(), scope.results());
      int left = code("break ", scope.label());
      Node inner = block(scope.body(), scope.results());
      return frame -> {
        int code = inner.run(frame);
        return code == left ? Program.NORMAL : code;
      };
    }
    return call((Operation.Call) operation);
  }

  private Node loop(Operation.Loop loop) {
    List<Value> checked = loop.condition().parameters();
    breakTargets.put(loop.label(), loop.results());
    continueTargets.put(loop.label(), checked);
    int left = code("break ", loop.label());
    int continued = code("continue ", loop.label());
    Node start = copy(loop.operands(), checked);
    Terminator.Condition end =
        loop.condition().terminator() instanceof Terminator.Condition condition ? condition : null;
    Block conditionBlock =
        end == null
            ? loop.condition()
            : new Block(List.of(), loop.condition().operations(), new Terminator.Yield(List.of()));
    Node condition = block(conditionBlock, List.of());
    int test = end == null ? -1 : slot(end.condition());
    Node enter = end == null ? null : copy(end.carried(), loop.body().parameters());
    Node leave = end == null ? null : copy(end.carried(), loop.results());
    Node iteration = block(loop.body(), checked);
    return frame -> {
      start.run(frame);
      while (true) {
        int code = condition.run(frame);
        if (code == Program.NORMAL) {
          if (frame.bits[test] == 0) {
            leave.run(frame);
            return Program.NORMAL;
          }
          enter.run(frame);
          code = iteration.run(frame);
        }
        if (code != Program.NORMAL && code != continued) {
          return code == left ? Program.NORMAL : code;
        }
      }
    };
  }

  private Node terminator(Terminator terminator, List<Value> yieldsTo) {
    if (terminator instanceof Terminator.Yield end) {
      return yieldsTo.isEmpty() ? null : copy(end.operands(), yieldsTo);
    }
    if (terminator instanceof Terminator.Break end) {
      return exit(copy(end.operands(), breakTargets.get(end.label())), code("break ", end.label()));
    }
    if (terminator instanceof Terminator.Continue end) {
      return exit(
          copy(end.operands(), continueTargets.get(end.label())), code("continue ", end.label()));
    }
    if (terminator instanceof Terminator.Return end) {
      return exit(copy(slots(end.operands()), resultSlots, resultIsScalar), Program.RETURN);
    }
    if (terminator instanceof Terminator.Throw end) {
      int place = places.number(function, end.position());
      return new Thrower(end, slots(end.operands()), place, exceptions);
    }
    return frame -> {
      throw new IllegalStateException("the end of a block that is never reached");
    };
  }

  private static Node exit(Node copy, int code) {
    return frame -> {
      copy.run(frame);
      return code;
    };
  }

  private Node copy(List<Value> from, List<Value> to) {
    boolean[] scalar = new boolean[to.size()];
    for (int i = 0; i < scalar.length; i++) {
      scalar[i] = to.get(i).type() instanceof ScalarType;
    }
    return copy(slots(from), slots(to), scalar);
  }

  /** Copies all at once: through temporaries where a target is also a later source. */
  private static Node copy(int[] from, int[] to, boolean[] scalar) {
    boolean overlaps = false;
    for (int i = 0; i < to.length; i++) {
      for (int j = i + 1; j < from.length; j++) {
        overlaps |= to[i] == from[j] && from[j] != to[j];
      }
    }
    if (overlaps) {
      return parallelCopy(from, to, scalar);
    }
    return frame -> {
      for (int i = 0; i < from.length; i++) {
        if (scalar[i]) {
          frame.bits[to[i]] = frame.bits[from[i]];
        } else {
          frame.references[to[i]] = frame.references[from[i]];
        }
      }
      return Program.NORMAL;
    };
  }

  private static Node parallelCopy(int[] from, int[] to, boolean[] scalar) {
    return frame -> {
      long[] bits = new long[from.length];
      Object[] references = new Object[from.length];
      for (int i = 0; i < from.length; i++) {
        bits[i] = frame.bits[from[i]];
        references[i] = frame.references[from[i]];
      }
      for (int i = 0; i < from.length; i++) {
        if (scalar[i]) {
          frame.bits[to[i]] = bits[i];
        } else {
          frame.references[to[i]] = references[i];
        }
      }
      return Program.NORMAL;
    };
  }

  private Node call(Operation.Call call) {
    Program callee = programs.get(call.function());
    int[] from = slots(call.operands());
    int[] to = slots(call.results());
    int place = places.number(function, call.position());
    List<ValueType> types = call.operands().stream().map(Value::type).toList();
    boolean[] resultScalar = new boolean[to.length];
    for (int i = 0; i < to.length; i++) {
      resultScalar[i] = call.results().get(i).type() instanceof ScalarType;
    }
    return frame -> {
      Frame inner = callee.frame(frame.sizes);
      for (int i = 0; i < from.length; i++) {
        if (types.get(i) instanceof ScalarType) {
          inner.bits[callee.parameters()[i]] = frame.bits[from[i]];
        } else {
          inner.references[callee.parameters()[i]] = frame.references[from[i]];
        }
      }
      try {
        callee.run(inner);
      } catch (RuntimeException | Error e) {
        Places.failInside(frame, inner, place);
        throw e;
      }
      for (int i = 0; i < to.length; i++) {
        if (resultScalar[i]) {
          frame.bits[to[i]] = inner.bits[callee.results()[i]];
        } else {
          frame.references[to[i]] = inner.references[callee.results()[i]];
        }
      }
      return Program.NORMAL;
    };
  }

  private Evaluation.Step step(Operation.Apply apply) {
    Evaluation evaluation = apply.definition().evaluation();
    int[] operands = slots(apply.operands());
    int result = apply.results().isEmpty() ? -1 : slot(apply.result());
    ValueType type = apply.results().isEmpty() ? null : apply.result().type();
    if (evaluation instanceof Evaluation.OnFrame on) {
      return on.code()
          .prepare(
              new Evaluation.Site(
                  apply.attributes(),
                  apply.operands().stream().map(Value::type).toList(),
                  operands,
                  result,
                  type));
    }
    boolean tensors =
        type instanceof TensorType
            || apply.operands().stream().anyMatch(v -> v.type() instanceof TensorType);
    if (evaluation instanceof Evaluation.OnTensors on) {
      return tensorStep(on.tensor(), apply.attributes(), operands, result);
    }
    if (evaluation instanceof Evaluation.Elementwise both && tensors) {
      return tensorStep(both.tensor(), apply.attributes(), operands, result);
    }
    Evaluation.ScalarCode code =
        evaluation instanceof Evaluation.OnScalars on
            ? on.scalar()
            : ((Evaluation.Elementwise) evaluation).scalar();
    List<DType> dtypes =
        apply.operands().stream().map(v -> ((ScalarType) v.type()).dtype()).toList();
    return scalarStep(code.forTypes(apply.attributes(), dtypes), operands, result);
  }

  private static Evaluation.Step scalarStep(
      Evaluation.BitsFunction function, int[] operands, int result) {
    int first = operands.length > 0 ? operands[0] : result;
    int second = operands.length > 1 ? operands[1] : result;
    int third = operands.length > 2 ? operands[2] : result;
    return frame ->
        frame.bits[result] =
            function.apply(frame.bits[first], frame.bits[second], frame.bits[third]);
  }

  private static Evaluation.Step tensorStep(
      Evaluation.TensorCode code, Attributes attributes, int[] operands, int result) {
    boolean symbolic = attributes.isSymbolic();
    return frame -> {
      NdArray[] arrays = new NdArray[operands.length];
      for (int i = 0; i < arrays.length; i++) {
        arrays[i] = (NdArray) frame.references[operands[i]];
      }
      Attributes bound = symbolic ? attributes.bind(frame.sizes) : attributes;
      frame.references[result] = code.apply(bound, arrays);
    };
  }
}
