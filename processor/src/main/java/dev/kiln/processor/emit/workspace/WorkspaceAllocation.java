package dev.kiln.processor.emit.workspace;

import com.palantir.javapoet.ClassName;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.memory.ScratchMemory;
import dev.kiln.pass.nest.ElementNest;
import dev.kiln.pass.nest.NestSchedule;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.expression.Templates;
import dev.kiln.processor.emit.name.JavaNames;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.text.StringLiterals;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.StackType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Emits the making of scratch arrays and stacks of a method: {@code workspace.doubles(3, n)}. The
 * functions that the method calls share its workspace, each with slots of its own; but recursive
 * ones make theirs anew, since a call may use them while another does. Functions come first, so
 * that those that several graphs call have the same slots in all.
 *
 * <pre>
 * try (Workspace workspace = WORKSPACES.take()) {
 *   double[] savedX = workspace.doubles(0, steps, "lossGradient saves x ..");
 * </pre>
 */
public final class WorkspaceAllocation {
  private static final ClassName DISTINCT_ARRAYS =
      ClassName.get("dev.kiln.kernel.array", "DistinctArrays");

  private final String variable;
  private final Map<Operation.Apply, Integer> slots = new IdentityHashMap<>();

  private final Map<String, Integer> resultSlots = new HashMap<>();

  /** The first slot of the blocks of a nest, and how many there are. */
  private final Map<String, Integer> blockSlots = new HashMap<>();

  private int blockCount;

  private boolean recycles;

  /** The functions that take a workspace. */
  private final Set<String> users = new HashSet<>();

  private WorkspaceAllocation(String variable) {
    this.variable = variable;
  }

  /**
   * Only nests take their memory from a workspace: arrays that a method of the user's makes are new
   * ones.
   *
   * @param variable the name of the workspace
   */
  public static WorkspaceAllocation ofNests(Graph graph, String variable) {
    WorkspaceAllocation allocation = new WorkspaceAllocation(variable);
    allocation.addNests(graph);
    allocation.findUsers(graph);
    return allocation;
  }

  /**
   * The operations of a graph that can, take their memory from a workspace.
   *
   * @param whole the graph before large functions were split
   * @param split the graph as it is emitted, with the same operations
   * @param variable the name of the workspace
   */
  public static WorkspaceAllocation of(Graph whole, Graph split, String variable) {
    WorkspaceAllocation allocation = new WorkspaceAllocation(variable);
    Map<String, Set<String>> calls = new HashMap<>();
    whole.functions().forEach(each -> calls.put(each.name(), callees(each.body())));
    for (int i = 0; i < whole.functions().size(); i++) {
      Function function = whole.functions().get(i);
      if (!reaches(function.name(), function.name(), calls, new HashSet<>())) {
        allocation.add(function, whole);
        allocation.addFrames(function, split.functions().get(i));
      }
    }
    allocation.addNests(whole);
    for (Function function : whole.functions()) {
      if (function.resultTypes().size() > 1) {
        allocation.resultSlots.put(function.name(), allocation.taken());
      }
    }
    allocation.add(whole.entry(), whole);
    allocation.addFrames(whole.entry(), split.entry());
    allocation.addParts(whole, split);
    allocation.findUsers(split);
    return allocation;
  }

  /**
   * Adds the parts with several results. HotSpot does not inline them, so that an object for each
   * call would stay on the heap.
   */
  private void addParts(Graph whole, Graph split) {
    Set<String> known = new HashSet<>();
    whole.functions().forEach(each -> known.add(each.name()));
    for (Function function : split.functions()) {
      if (!known.contains(function.name()) && function.resultTypes().size() > 1) {
        users.add(function.name());
      }
    }
  }

  private void addNests(Graph graph) {
    for (Function function : graph.functions()) {
      ElementNest.of(function).ifPresent(this::addBlocks);
    }
  }

  /** Adds the blocks of a nest. One with several results has their object kept, too. */
  private void addBlocks(ElementNest nest) {
    String name = nest.function().name();
    int count = new NestSchedule(nest).blocks().size();
    if (count > 0 || nest.results().size() > 1) {
      users.add(name);
      blockSlots.put(name, taken());
      blockCount += count;
    }
  }

  /** The slot of a block of a nest. */
  public int slotOfBlock(String nest, int block) {
    return blockSlots.get(nest) + block;
  }

  private void add(Function function, Graph graph) {
    for (Operation.Apply made : ScratchMemory.of(function, graph)) {
      slots.put(made, taken());
    }
    for (Operation operation : function.body().operations()) {
      if (operation instanceof Operation.Apply check
          && check.definition() == CheckOps.REQUIRE_DISTINCT_ROWS) {
        slots.put(check, taken());
      }
    }
  }

  /** Adds the arrays that the parts of a function share, which splitting added to it. */
  private void addFrames(Function whole, Function split) {
    if (whole == split) {
      return;
    }
    Set<Operation> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(whole.body().operations());
    for (Operation operation : split.body().operations()) {
      boolean isFrame =
          operation instanceof Operation.Apply apply
              && apply.is(Trait.SIZED)
              && !known.contains(apply);
      if (isFrame) {
        slots.put((Operation.Apply) operation, taken());
      }
    }
  }

  private static Set<String> callees(Block block) {
    Set<String> callees = new HashSet<>();
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Call call) {
        callees.add(call.function());
      }
      operation.blocks().forEach(nested -> callees.addAll(callees(nested)));
    }
    return callees;
  }

  private static boolean reaches(
      String from, String target, Map<String, Set<String>> calls, Set<String> seen) {
    return calls.get(from).stream()
        .anyMatch(
            callee ->
                callee.equals(target) || seen.add(callee) && reaches(callee, target, calls, seen));
  }

  /** Those that make something of it, and those that call such a function. */
  private void findUsers(Graph split) {
    Map<String, Set<String>> calls = new HashMap<>();
    for (Function function : split.functions()) {
      calls.put(function.name(), callees(function.body()));
      if (makesScratch(function.body())) {
        users.add(function.name());
      }
      recycles |= contains(function.body(), WorkspaceAllocation::isRecycling);
    }
    recycles |= contains(split.entry().body(), WorkspaceAllocation::isRecycling);
    boolean more;
    do {
      more = false;
      for (Map.Entry<String, Set<String>> each : calls.entrySet()) {
        boolean uses = each.getValue().stream().anyMatch(users::contains);
        more |= uses && users.add(each.getKey());
      }
    } while (more);
  }

  private boolean makesScratch(Block block) {
    return contains(block, apply -> slots.containsKey(apply) || isRecycling(apply));
  }

  private static boolean contains(Block block, Predicate<Operation.Apply> wanted) {
    return block.operations().stream()
        .anyMatch(
            operation ->
                operation instanceof Operation.Apply apply && wanted.test(apply)
                    || operation.blocks().stream().anyMatch(inner -> contains(inner, wanted)));
  }

  private static boolean isRecycling(Operation.Apply apply) {
    return apply.is(Trait.RECYCLING);
  }

  /** Whether a call of the graph recycles tensors. */
  public boolean recycles() {
    return recycles;
  }

  /** Whether the function has the workspace as its last parameter. */
  public boolean isPassedTo(String function) {
    return users.contains(function);
  }

  /** The slot in which the results of a function are kept that has several. */
  public int slotOfResults(String function) {
    return resultSlots.computeIfAbsent(function, key -> taken());
  }

  private int taken() {
    return slots.size() + resultSlots.size() + blockCount;
  }

  /** The slots that a function uses, in the order of its operations: empty where it uses none. */
  List<Integer> slotsOf(Function function) {
    List<Integer> used = new ArrayList<>();
    if (isPassedTo(function.name())) {
      collectSlots(function.body(), used);
      Optional.ofNullable(blockSlots.get(function.name())).ifPresent(used::add);
      if (function.resultTypes().size() > 1) {
        used.add(slotOfResults(function.name()));
      }
    }
    return used;
  }

  private void collectSlots(Block block, List<Integer> used) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply && slots.containsKey(apply)) {
        used.add(slots.get(apply));
      }
      operation.blocks().forEach(inner -> collectSlots(inner, used));
    }
  }

  public String variable() {
    return variable;
  }

  /** The arguments of a call. */
  public List<Expression> arguments(Operation.Call call, List<Expression> operands) {
    if (!isPassedTo(call.function())) {
      return operands;
    }
    List<Expression> arguments = new ArrayList<>(operands);
    arguments.add(Expression.primary(variable));
    return arguments;
  }

  public boolean isEmpty() {
    return slots.isEmpty() && users.isEmpty() && !recycles;
  }

  /** The expression that makes what the operation makes; empty where it is made anew. */
  public Optional<Expression> expression(Operation.Apply made, List<Expression> operands) {
    Integer slot = slots.get(made);
    if (slot == null) {
      return Optional.empty();
    }
    JavaText.Builder code = JavaText.builder().add("$L.$L($L", variable, method(made), slot);
    operands.forEach(operand -> code.add(", $L", operand.code()));
    if (made.attributes().has("purpose")) {
      code.add(", $L", StringLiterals.of(made.attributes().text("purpose")));
    }
    return Optional.of(
        Templates.combined(code.add(")").build(), Precedence.PRIMARY, operands, true));
  }

  /** What checks whether arrays are different ones, with the memory that it needs. */
  public JavaText distinctArrays(Operation.Apply check) {
    Integer slot = slots.get(check);
    return slot == null
        ? JavaText.of("new $T()", DISTINCT_ARRAYS)
        : JavaText.of("$L.distinctArrays($L)", variable, slot);
  }

  private static String method(Operation.Apply made) {
    if (made.result().type() instanceof StackType) {
      return ((StackType) made.result().type()).element() instanceof ScalarType element
          ? "saved" + JavaNames.capitalised(JavaNames.plural(element.dtype()))
          : "savedReferences";
    }
    if (made.is(Trait.ZERO)) {
      return "zerosLike";
    }
    return JavaNames.plural(((ScalarType) ((ArrayType) made.result().type()).element()).dtype());
  }
}
