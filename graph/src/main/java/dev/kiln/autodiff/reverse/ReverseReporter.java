package dev.kiln.autodiff.reverse;

import dev.kiln.autodiff.activity.InactiveValues;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.plan.KeptSize;
import dev.kiln.autodiff.plan.ResidualPlan;
import dev.kiln.autodiff.report.ReverseReport.Item;
import dev.kiln.autodiff.report.ReverseReport.Kind;
import dev.kiln.autodiff.report.ReverseReport.Section;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.CheckpointMark;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.loop.Obstacle;
import dev.kiln.pass.analysis.loop.Subjects;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what was decided for one function, after its derivative is built. */
final class ReverseReporter {
  private final FunctionDerivation derivation;
  private final FunctionStructure structure;
  private final ResidualPlan plan;
  private final List<Item> items = new ArrayList<>();

  private ReverseReporter(FunctionDerivation derivation) {
    this.derivation = derivation;
    this.structure = derivation.structure();
    this.plan = derivation.plan();
  }

  /**
   * What there is to say of a function.
   *
   * @param isEntry whether its inputs are those of the graph
   */
  static Section report(FunctionDerivation derivation, boolean isEntry) {
    ReverseReporter reporter = new ReverseReporter(derivation);
    for (Value value : reporter.plan.saved()) {
      KeptSize size = KeptSize.of(value.type(), derivation.isShadowSaved(value));
      Block home = reporter.structure.home(value);
      boolean once = derivation.isSavedOnce(value);
      reporter.add(
          Kind.STORED,
          size,
          value,
          once ? reporter.structure.parent(home) : home,
          reporter.reason(value));
    }
    reporter.visit(derivation.function().body());
    for (Value value : reporter.structure.values()) {
      if (reporter.plan.isRepeated(value)) {
        reporter.add(Kind.REPEATED, KeptSize.NONE, value, "");
      }
    }
    InactiveValues.of(reporter.structure, derivation.activity(), isEntry)
        .forEach((value, reason) -> reporter.add(Kind.INACTIVE, KeptSize.NONE, value, reason));
    return new Section(derivation.function().name(), reporter.items);
  }

  private void visit(Block block) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Loop loop) {
        visitLoop(loop, block);
      } else if (plan.overwriting().isUndone(operation)) {
        visitStore(operation, block);
      }
      operation.blocks().forEach(this::visit);
    }
  }

  private void visitStore(Operation store, Block block) {
    Optional<Value> whole = MemoryEffects.changedAsWhole(store);
    Value array = whole.orElse(store.operands().get(0));
    ArrayType type = (ArrayType) array.type();
    KeptSize size =
        whole.isPresent()
            ? KeptSize.ofAll(type, subject(array))
            : KeptSize.of(type.component(), derivation.isShadowed(array));
    items.add(
        item(
            Kind.OVERWRITTEN,
            subject(array),
            size,
            store.position(),
            block,
            "the reverse sweep reads the previous contents"));
  }

  private void visitLoop(Operation.Loop loop, Block block) {
    plan.overwriting()
        .restoredAround(loop)
        .ifPresent(
            array ->
                items.add(
                    item(
                        Kind.COPIED,
                        subject(array),
                        KeptSize.ofAll((ArrayType) array.type(), subject(array)),
                        loop.position(),
                        block,
                        "the loop overwrites the whole array")));
    if (derivation.fused().isFused(loop)) {
      items.add(item(Kind.FUSED, "loop", KeptSize.NONE, loop.position(), block, ""));
    } else if (derivation.mustReverse(loop) || isActive(loop)) {
      String reason = derivation.fused().obstacle(loop).map(each -> text(each, loop)).orElse("");
      items.add(item(Kind.NOT_FUSED, "loop", KeptSize.NONE, loop.position(), block, reason));
    }
    if (CheckpointMark.of(loop).isPresent()) {
      items.add(
          item(
              Kind.UNCHECKPOINTED,
              "loop",
              KeptSize.NONE,
              loop.position(),
              block,
              "it saves nothing per iteration"));
    }
    if (derivation.areTripsCounted(loop)) {
      items.add(
          item(
              Kind.COUNTED,
              "iterations",
              KeptSize.of(ScalarType.INT32, false),
              loop.position(),
              block,
              "their number is not known before the loop"
                  + CountedLoop.obstacle(loop, structure)
                      .map(each -> because(each, loop))
                      .orElse("")));
    }
    for (int slot : derivation.recoveredSlots(loop)) {
      Value carried = loop.body().parameters().get(slot);
      items.add(item(Kind.RECOVERED, subject(carried), KeptSize.NONE, loop.position(), block, ""));
    }
  }

  private boolean isActive(Operation.Loop loop) {
    return loop.results().stream().anyMatch(derivation.activity()::isActiveNumber);
  }

  private static String because(Obstacle obstacle, Operation.Loop loop) {
    return ", since " + text(obstacle, loop);
  }

  /** The reason, with the place where that is another than the loop's. */
  private static String text(Obstacle obstacle, Operation.Loop loop) {
    return obstacle.position().toString().equals(loop.position().toString())
        ? obstacle.reason()
        : text(obstacle);
  }

  private static String text(Obstacle obstacle) {
    return obstacle.position().isKnown()
        ? obstacle.reason() + " (" + obstacle.position() + ")"
        : obstacle.reason();
  }

  private void add(Kind kind, KeptSize size, Value value, String reason) {
    add(kind, size, value, structure.home(value), reason);
  }

  private void add(Kind kind, KeptSize size, Value value, Block home, String reason) {
    SourcePosition position = Subjects.position(value, structure);
    items.add(item(kind, subject(value), size, position, home, reason));
  }

  private Item item(
      Kind kind,
      String subject,
      KeptSize size,
      SourcePosition position,
      Block home,
      String reason) {
    List<SourcePosition> loops =
        structure.loops(home).stream()
            .filter(
                loop -> !derivation.fused().isFused(loop)) // one place serves all its iterations
            .map(Operation.Loop::position)
            .toList();
    return new Item(kind, subject, position, loops, size.text(), size.bytes(), reason);
  }

  private String subject(Value value) {
    return Subjects.of(value, structure);
  }

  private String reason(Value value) {
    if (structure.definition(value).isEmpty()) {
      Optional<Obstacle> obstacle =
          value.type().isFloating() ? Optional.empty() : derivation.recoveries().obstacle(value);
      return "the loop carries it from iteration to iteration"
          + obstacle.map(each -> "; " + text(each)).orElse("");
    }
    Operation.Apply made = structure.application(value).orElse(null);
    if (made == null) {
      return "it is the result of a branch, a loop or a call";
    }
    if (plan.isRepeatable(value)) {
      return "saving it is cheaper than saving its operands";
    }
    return made.is(Trait.LOAD) ? "the array is written afterwards" : "recomputing it costs more";
  }
}
