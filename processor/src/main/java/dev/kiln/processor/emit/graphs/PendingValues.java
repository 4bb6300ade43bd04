package dev.kiln.processor.emit.graphs;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.processor.emit.text.JavaText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The values that stay expressions until their only use, as {@code error.square()} in {@code
 * error.square().mean()}. Operations keep their order: an operand that does not come just before
 * its use is declared.
 */
final class PendingValues {
  private final Map<Value, Integer> uses = new HashMap<>();

  /** In the order of operations. */
  private final Map<Value, JavaText> pending = new LinkedHashMap<>();

  /** Those among these that do not depend on the position in the source: they never fail. */
  private final Set<Value> constants = new HashSet<>();

  private final String receiver;
  private final BiConsumer<Value, JavaText> declaration;

  /**
   * @param receiver what stands before an expression where it is an operand
   * @param declaration writes a variable
   */
  PendingValues(Block body, String receiver, BiConsumer<Value, JavaText> declaration) {
    this.receiver = receiver;
    this.declaration = declaration;
    countUses(body);
  }

  private void countUses(Block block) {
    for (Operation operation : block.operations()) {
      countUses(operation.operands());
      operation.blocks().forEach(this::countUses);
    }
    countUses(block.terminator().operands());
  }

  private void countUses(List<Value> operands) {
    operands.forEach(each -> uses.merge(each, 1, Integer::sum));
  }

  /** Whether a value may stay an expression: it has one use, and no name that would be lost. */
  boolean mayBe(Value value) {
    return value.name().isEmpty() && uses.getOrDefault(value, 0) == 1;
  }

  void add(Value value, JavaText expression, boolean isConstant) {
    pending.put(value, expression);
    if (isConstant) {
      constants.add(value);
    }
  }

  boolean contains(Value value) {
    return pending.containsKey(value);
  }

  /** Declares what does not come just before its use as an operand; Java evaluates in order. */
  void prepare(List<Value> operands) {
    List<Value> waiting = operands.stream().filter(pending::containsKey).toList();
    List<Value> all = List.copyOf(pending.keySet());
    int before = all.size() - waiting.size();
    if (!waiting.equals(all.subList(before, all.size()))) {
      declareAll();
    }
  }

  /** The expression of a value if it is pending, which it is not any more, or else its name. */
  JavaText take(Value value, ValueNames names) {
    JavaText waiting = pending.remove(value);
    return waiting == null
        ? new JavaText(names.of(value))
        : new JavaText(receiver + waiting.text());
  }

  /** The expressions or names of operands, after {@link #prepare}. */
  List<JavaText> take(List<Value> operands, ValueNames names) {
    prepare(operands);
    List<JavaText> taken = new ArrayList<>();
    operands.forEach(each -> taken.add(take(each, names)));
    return taken;
  }

  void declareAll() {
    Map<Value, JavaText> all = new LinkedHashMap<>(pending);
    pending.clear();
    all.forEach(declaration);
  }

  /** Declares all but the constants at the end. */
  void declareAllButConstants() {
    List<Value> all = List.copyOf(pending.keySet());
    int end = all.size();
    while (end > 0 && constants.contains(all.get(end - 1))) {
      end--;
    }
    for (Value each : all.subList(0, end)) {
      declaration.accept(each, pending.remove(each));
    }
  }
}
