package dev.kiln.processor.frontend.statement;

import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Joining;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.ResultType;
import dev.kiln.processor.frontend.code.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Lowers statements that leave the code around them: to how the block ends. */
public final class JumpLowering {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public JumpLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** {@code return value;}. */
  public Terminator lowerReturn(ReturnTree tree) {
    if ((tree.getExpression() == null) != context.result().isVoid()) {
      throw Refusal.leftToJavac();
    }
    return tree.getExpression() == null
        ? new Terminator.Return(List.of())
        : returned(tree.getExpression());
  }

  /** {@code return value;} or the value of a lambda. */
  public Terminator returned(ExpressionTree tree) {
    ResultType result = context.result();
    Value value = lowerer.initializer(tree, result.get(), result.function());
    if (block.unknowns().isUnknown(value)) {
      return new Terminator.Return(List.of(value));
    }
    result.know(value.type());
    if (!value.type().equals(result.get())) {
      block.requireEqual(tree, value.type(), result.get());
      throw block.refuseChange(tree, "the result", value.type(), result.get());
    }
    block.references().requireUnmarked(tree, value, "returned");
    return new Terminator.Return(List.of(value));
  }

  /** {@code break;} and {@code break label;}. */
  public Terminator lowerBreak(BreakTree tree) {
    Target target = target(each -> each.isLeftByBreak(tree.getLabel()));
    return new Terminator.Break(target.label(), valuesFor(tree, target));
  }

  /** {@code continue;} and {@code continue label;}. */
  public Terminator lowerContinue(ContinueTree tree) {
    Target target = target(each -> each.takesContinue(tree.getLabel()));
    List<Value> values = valuesFor(tree, target);
    return target.isLoop()
        ? new Terminator.Continue(target.label(), values)
        : new Terminator.Break(target.label(), values);
  }

  /** {@code yield value;} in a switch expression. */
  public Terminator give(ExpressionTree value, Tree tree) {
    Target target = target(Target::takesYield);
    Value result =
        target.result() == null
            ? block.create("", lowerer.expression(value).type()) // only its type is asked for
            : lowerer.initializer(value, target.result());
    List<Value> values = new ArrayList<>(valuesFor(tree, target));
    block.references().requireUnmarked(tree, result, "given by a switch");
    values.add(result);
    return new Terminator.Break(target.label(), values);
  }

  private Target target(Predicate<Target> isMeant) {
    return context.targets().stream().filter(isMeant).findFirst().orElseThrow(Refusal::leftToJavac);
  }

  private List<Value> valuesFor(Tree tree, Target target) {
    return new Joining(block).valuesFor(tree, target);
  }
}
