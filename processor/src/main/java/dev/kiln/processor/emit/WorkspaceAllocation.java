package dev.kiln.processor.emit;

import dev.kiln.annotation.DType;
import dev.kiln.autodiff.ScratchMemory;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.op.ArrayOps;
import dev.kiln.op.Emission.Precedence;
import dev.kiln.op.StackOps;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.StackType;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Emits the making of scratch arrays and stacks of a method: {@code workspace.doubles(3, n)}. */
final class WorkspaceAllocation {
  private final String variable;
  private final Map<Operation.Apply, Integer> slots = new IdentityHashMap<>();

  private WorkspaceAllocation(String variable) {
    this.variable = variable;
  }

  /** No operation takes its memory from a workspace. */
  static WorkspaceAllocation none() {
    return new WorkspaceAllocation("");
  }

  /**
   * The operations of {@code function} that can, take their memory from a workspace.
   *
   * @param variable the name of the workspace
   */
  static WorkspaceAllocation of(Function function, String variable) {
    WorkspaceAllocation allocation = new WorkspaceAllocation(variable);
    for (Operation.Apply made : ScratchMemory.of(function)) {
      allocation.slots.put(made, allocation.slots.size());
    }
    return allocation;
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  /** The expression that makes what the operation makes; empty where it is made anew. */
  Optional<Expression> expression(Operation.Apply made, List<Expression> operands) {
    Integer slot = slots.get(made);
    if (slot == null) {
      return Optional.empty();
    }
    JavaText.Builder code = JavaText.builder().add("$L.$L($L", variable, method(made), slot);
    operands.forEach(operand -> code.add(", $L", operand.code()));
    return Optional.of(
        Templates.combined(code.add(")").build(), Precedence.PRIMARY, operands, true));
  }

  private static String method(Operation.Apply made) {
    if (made.definition() == StackOps.STACK_NEW) {
      return ((StackType) made.result().type()).element() instanceof ScalarType element
          ? "saved" + JavaNames.capitalised(plural(element.dtype()))
          : "savedReferences";
    }
    if (made.definition() == ArrayOps.ARRAY_ZEROS_LIKE) {
      return "zerosLike";
    }
    return plural(((ScalarType) ((ArrayType) made.result().type()).element()).dtype());
  }

  private static String plural(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "floats";
      case FLOAT64 -> "doubles";
      case INT32 -> "ints";
      case INT64 -> "longs";
      case BOOL -> "booleans";
    };
  }
}
