package dev.kiln.autodiff.reverse.residual;

import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Key;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Kind;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.loop.Subjects;
import dev.kiln.type.SourcePosition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a derivative saves, in sentences for those whose memory runs out: {@code the gradient of f
 * saves y (Foo.java:12) in each iteration of the loop at Foo.java:11}.
 */
public final class Purposes {
  private final String derivative;
  private final FunctionDerivation derivation;

  /**
   * @param derivative what the derivative is called, such as {@code fGradient}
   */
  public Purposes(String derivative, FunctionDerivation derivation) {
    this.derivative = derivative;
    this.derivation = derivation;
  }

  /** Of a stack for one thing. */
  String of(Key key, String name) {
    FunctionStructure structure = derivation.structure();
    if (key.subject() instanceof Value value) {
      String subject = Subjects.of(value, structure);
      return saves(subject, Subjects.position(value, structure), structure.home(value));
    }
    Operation operation = (Operation) key.subject();
    String subject = key.kind() == Kind.TRIPS ? "the number of iterations" : "what was in " + name;
    return saves(subject, operation.position(), structure.home(operation));
  }

  /** Of the stacks of called functions. */
  String ofCalled() {
    String called = "values of the functions that " + name() + " calls";
    Block body = derivation.function().body();
    return firstCall(body)
        .map(call -> saves(called, call.position(), derivation.structure().home(call)))
        .orElse(derivative + " saves " + called);
  }

  private static Optional<Operation> firstCall(Block block) {
    return block.operations().stream()
        .flatMap(
            each ->
                each instanceof Operation.Call
                    ? Stream.of(each)
                    : each.blocks().stream().flatMap(inner -> firstCall(inner).stream()))
        .findFirst();
  }

  /** Of what arrays hold in the end. */
  public String ofArrays() {
    return derivative + " keeps what the arrays of " + name() + " hold in the end";
  }

  private String name() {
    return derivation.function().name();
  }

  private String saves(String subject, SourcePosition position, Block block) {
    StringBuilder text = new StringBuilder(derivative).append(" saves ").append(subject);
    if (position.isKnown()) {
      text.append(" (").append(position).append(')');
    }
    List<Operation.Loop> loops =
        derivation.structure().loops(block).stream()
            .filter(loop -> !derivation.fused().isFused(loop))
            .toList();
    if (!loops.isEmpty()) {
      SourcePosition loop = loops.get(loops.size() - 1).position();
      text.append(" in each iteration of ")
          .append(loop.isKnown() ? "the loop at " + loop : "a loop");
    }
    return text.toString();
  }
}
