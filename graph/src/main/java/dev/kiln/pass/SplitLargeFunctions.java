package dev.kiln.pass;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.split.CodeWeight;
import dev.kiln.pass.split.DirectParts;
import dev.kiln.pass.split.FramedParts;
import dev.kiln.pass.split.PartNames;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves runs of operations of large functions into functions of their own, so that no generated
 * method grows past the 8000 bytes of bytecode that HotSpot compiles.
 *
 * <p>Functions that are a few times too large pass values between their parts as arguments and
 * results, which reads best. In longer ones the parts share arrays.
 */
public final class SplitLargeFunctions {
  /** Functions with a weight up to this stay whole; an operation weighs about its bytes. */
  private static final int LARGE = 6000;

  private final int large;
  private final List<Function> parts = new ArrayList<>();
  private PartNames names;

  private SplitLargeFunctions(int large, PartNames names) {
    this.large = large;
    this.names = names;
  }

  /** Splits the entry and every called function that is too large. */
  public static Graph run(Graph graph) {
    return run(graph, LARGE);
  }

  /**
   * Splits the entry and every called function that is larger than given.
   *
   * @param large how many bytes of bytecode a function may take, about
   */
  public static Graph run(Graph graph, int large) {
    SplitLargeFunctions pass = new SplitLargeFunctions(large, new PartNames(graph.functions()));
    Function entry = pass.split(graph.entry());
    List<Function> functions = new ArrayList<>();
    graph.functions().forEach(function -> functions.add(pass.split(function)));
    if (pass.parts.isEmpty()) {
      return graph;
    }
    functions.addAll(pass.parts);
    return graph.withEntry(entry).withFunctions(functions);
  }

  /** About how many bytes of bytecode the largest function takes after the graph is split. */
  public static int largestFunction(Graph graph) {
    return CodeWeight.largest(run(graph));
  }

  /**
   * About how many bytes of bytecode the largest function takes after the graph is split into parts
   * that share no arrays.
   */
  public static int largestPart(Graph graph) {
    PartNames names = new PartNames(graph.functions());
    List<Function> parts = new ArrayList<>();
    List<Function> whole = new ArrayList<>(graph.functions());
    whole.add(graph.entry());
    int largest = 0;
    for (Function function : whole) {
      Function split =
          CodeWeight.of(function) <= LARGE
              ? function
              : DirectParts.split(function, LARGE, names, parts);
      largest = Math.max(largest, CodeWeight.of(split));
    }
    for (Function part : parts) {
      largest = Math.max(largest, CodeWeight.of(part));
    }
    return largest;
  }

  /** Whether a function notes examples, which only an entry function can; it does little else. */
  private static boolean notesExamples(Block block) {
    return block.operations().stream()
        .anyMatch(
            each ->
                each instanceof Operation.Apply apply && apply.is(Trait.EXAMPLE)
                    || each.blocks().stream().anyMatch(SplitLargeFunctions::notesExamples));
  }

  private Function split(Function function) {
    if (CodeWeight.of(function) <= large || notesExamples(function.body())) {
      return function;
    }
    PartNames tried = names.copy();
    List<Function> direct = new ArrayList<>();
    Function calling = DirectParts.split(function, large, tried, direct);
    boolean isShort =
        CodeWeight.of(calling) <= large
            && direct.stream().allMatch(part -> CodeWeight.of(part) <= large);
    if (!isShort) {
      return FramedParts.split(function, large / 2, names, parts);
    }
    names = tried;
    parts.addAll(direct);
    return calling;
  }
}
