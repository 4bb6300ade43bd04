package dev.kiln.autodiff.prepare;

import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.ArrayFilling;
import dev.kiln.pass.analysis.memory.FilledFirst;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives each iteration of a loop a row of its own, where each of them fills a scratch array anew.
 * The backward sweep then finds in the rows what it would have to save and to restore.
 *
 * <pre>
 * double[] scratch = new double[d];           double[][] rows = new double[k][d];
 * for (int j = 0; j &lt; k; j++) {               for (int j = 0; j &lt; k; j++) {
 *   for (int i = 0; i &lt; d; i++) {        ⇒      double[] scratch = rows[j];
 *     scratch[i] = ..;                            ..
 *   }
 *   ..
 * }
 * </pre>
 *
 * <p>Exact: only the iteration that filled the array reads it.
 */
public final class RowsPerIteration extends GraphCopier {
  /**
   * A scratch array.
   *
   * @param made what makes it
   * @param loop which fills it in each iteration
   */
  private record Scratch(Operation.Apply made, CountedLoop loop) {}

  /**
   * A graph with rows.
   *
   * @param rows the arrays of arrays that were scratch arrays
   */
  public record Result(Graph graph, List<Value> rows) {
    public Result {
      rows = List.copyOf(rows);
    }
  }

  private final FunctionStructure structure;
  private final Map<Value, Scratch> replaced = new LinkedHashMap<>();
  private final Map<Value, Value> rows = new HashMap<>();

  private RowsPerIteration(FunctionStructure structure) {
    this.structure = structure;
  }

  /** The scratch arrays of the entry that could have rows. */
  public static Set<Value> candidates(Graph graph) {
    return new Search(graph).scratch().keySet();
  }

  /** The graph with rows instead of scratch arrays, which are candidates. */
  public static Result run(Graph graph, Set<Value> arrays) {
    Search search = new Search(graph);
    RowsPerIteration pass = new RowsPerIteration(search.structure);
    pass.replaced.putAll(search.scratch());
    pass.replaced.keySet().retainAll(arrays);
    return new Result(
        graph.withEntry(pass.copy(graph.entry())), new ArrayList<>(pass.rows.values()));
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    if (!apply.results().isEmpty() && replaced.containsKey(apply.result())) {
      makeRows(replaced.get(apply.result()), target);
    } else if (apply.is(Trait.LENGTH) && replaced.containsKey(apply.operands().get(0))) {
      Scratch scratch = replaced.get(apply.operands().get(0));
      define(apply.result(), lookup(scratch.made().operands().get(0)));
    } else {
      super.copyApply(apply, target);
    }
  }

  private void makeRows(Scratch scratch, BlockBuilder target) {
    Value made = scratch.made().result();
    Value bound = scratch.loop().bound(structure, target, each -> early(each, target));
    Value zero = target.constant(ScalarType.INT32, 0);
    Value count = target.apply(Catalogue.named("math_max_i32_i32"), bound, zero);
    ArrayType row = (ArrayType) made.type();
    Attributes attributes =
        Attributes.of("type", new Attribute.Type(new ArrayType(row.element(), 2)));
    Value length = single(scratch.made().operands().get(0));
    rows.put(
        made, target.apply(made.name(), ArrayOps.ARRAY_NEW, attributes, List.of(count, length)));
  }

  /**
   * What the bound of a loop is computed from, where the array is made: a literal may come later.
   */
  private Value early(Value value, BlockBuilder target) {
    return structure
        .application(value)
        .filter(made -> made.is(Trait.LITERAL))
        .map(made -> target.apply(value.name(), made.definition(), made.attributes(), List.of()))
        .orElseGet(() -> single(value));
  }

  @Override
  public Terminator copyInto(Block block, BlockBuilder target) {
    replaced.forEach(
        (array, scratch) -> {
          if (scratch.loop().loop().body() == block) {
            target.at(scratch.loop().loop().position());
            Value index = single(scratch.loop().variable());
            Value row =
                target.apply(
                    array.name(),
                    ArrayOps.ARRAY_LOAD,
                    Attributes.NONE,
                    List.of(rows.get(array), index));
            define(array, List.of(row));
          }
        });
    return super.copyInto(block, target);
  }

  /** Finds the scratch arrays. */
  private static final class Search {
    private final FunctionStructure structure;
    private final AliasClasses classes;
    private final FilledFirst filled;

    /** How often an array is used as one to be loaded from or stored into, or asked its length. */
    private final Map<Value, Integer> uses = new HashMap<>();

    /** The innermost blocks around what is loaded from arrays and stored into them. */
    private final Map<Value, Block> around = new HashMap<>();

    private final Map<Value, Operation.Apply> made = new LinkedHashMap<>();

    Search(Graph graph) {
      structure = new FunctionStructure(graph.entry());
      classes = new AliasClasses(graph.entry(), true);
      MemoryEffects effects = new MemoryEffects(classes, new CustomRules(graph).written());
      filled = new FilledFirst(classes, effects, new ArrayFilling(structure, classes, effects));
      collect(graph.entry().body());
    }

    Map<Value, Scratch> scratch() {
      Map<Value, Scratch> found = new LinkedHashMap<>();
      made.forEach(
          (array, each) -> loop(each).ifPresent(loop -> found.put(array, new Scratch(each, loop))));
      return found;
    }

    private void collect(Block block) {
      for (Operation operation : block.operations()) {
        if (operation instanceof Operation.Apply apply) {
          collectApply(apply, block);
        }
        operation.blocks().forEach(this::collect);
      }
    }

    private void collectApply(Operation.Apply apply, Block block) {
      if (AliasClasses.makesArray(apply)
          && apply.is(Trait.SIZED)
          && ((ArrayType) apply.result().type()).rank() == 1) {
        made.put(apply.result(), apply);
        return;
      }
      boolean accesses = apply.is(Trait.LOAD) || MemoryEffects.isStore(apply);
      if (!accesses && !apply.is(Trait.LENGTH)) {
        return;
      }
      Value array = apply.operands().get(0);
      uses.merge(array, 1, Integer::sum);
      if (accesses) {
        around.merge(array, block, structure::commonBlock);
      }
    }

    /** The loop whose iterations fill the array before they read it, and which alone uses it. */
    private Optional<CountedLoop> loop(Operation.Apply allocation) {
      Value array = allocation.result();
      Value root = classes.root(array);
      if (uses.getOrDefault(array, 0) != structure.uses(array)
          || !around.containsKey(array)
          || classes.allocations(root).size() != 1
          || classes.isFromOutside(root)
          || classes.isCarried(root)) {
        return Optional.empty();
      }
      List<Operation.Loop> loops = structure.loops(around.get(array));
      if (loops.isEmpty()) {
        return Optional.empty();
      }
      Operation.Loop loop = loops.get(loops.size() - 1);
      boolean fits =
          structure.encloses(loop.body(), around.get(array))
              && !structure.encloses(loop.body(), structure.home(array))
              && filled.isFilledFirst(loop.body(), classes.memory(array));
      return fits
          ? CountedLoop.of(loop, structure)
              .filter(counted -> counted.goesUp() && !counted.includesBound())
              .filter(counted -> structure.isConstantZero(counted.start()))
              .filter(counted -> isKnown(counted.bound(), counted.loop(), array))
          : Optional.empty();
    }

    /** Whether the bound of the loop is known where the array is made. */
    private boolean isKnown(Value value, Operation.Loop loop, Value array) {
      if (structure.isConstant(value)) {
        return true;
      }
      Block home = structure.home(value);
      if (home == loop.condition()) {
        return structure.application(value).orElseThrow().operands().stream()
            .allMatch(operand -> isKnown(operand, loop, array));
      }
      Block block = structure.home(array);
      return structure.encloses(home, block)
          && structure.anchor(home, block, structure.index(array)) > structure.index(value);
    }
  }
}
