package dev.kiln.processor.frontend.code;

import com.sun.source.tree.CompilationUnitTree;
import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.name.Instances;
import dev.kiln.processor.frontend.name.NameResolution;
import dev.kiln.processor.frontend.name.NamedConstants;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.frontend.name.Scope;
import dev.kiln.processor.frontend.report.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where code is lowered.
 *
 * @param program what all functions share
 * @param receiver what {@code this} means
 * @param isConstant whether {@code @NoGradient} makes constant all that the method takes and reads
 * @param result the type of the method's result
 * @param fields the parameters of the function for fields of the model
 * @param mark the annotation of the method for its outermost loops
 * @param block takes the operations
 * @param targets the constructs around the code, from the innermost outwards
 * @param isUnreached whether a condition that is known keeps the code from running
 */
public record Context(
    Program program,
    Receiver receiver,
    boolean isConstant,
    ResultType result,
    FieldParameters fields,
    MethodMark mark,
    OpenBlock block,
    List<Target> targets,
    boolean isUnreached)
    implements Scope {
  /** Where the body of a function begins; {@code unit} is the file that it is in. */
  public static Context ofFunction(
      Program program,
      Receiver receiver,
      CompilationUnitTree unit,
      boolean isConstant,
      ResultType result) {
    OpenBlock block =
        OpenBlock.ofFunction(
            new Site(unit, program.positions()),
            program.sizes(),
            program.problems(),
            program.divisions());
    return new Context(
        program,
        receiver,
        isConstant,
        result,
        new FieldParameters(block),
        new MethodMark(Optional.empty()),
        block,
        List.of(),
        false);
  }

  /** Where the code of a nested block is lowered. */
  public Context nested(List<Value> parameters) {
    return in(block.nested(parameters), targets);
  }

  /** Where the code is lowered that runs where a condition has a value. */
  public Context branch(Value condition, boolean value) {
    boolean isExcluded =
        block.constantBits(condition).filter(bits -> (bits != 0) != value).isPresent();
    OpenBlock inner = block.nested(List.of());
    return new Context(
        program,
        receiver,
        isConstant,
        result,
        fields,
        mark,
        inner,
        targets,
        isUnreached || isExcluded);
  }

  /** Where the code of a nested block is lowered that jumps to {@code target} leave. */
  public Context nested(List<Value> parameters, Target target) {
    List<Target> inner = new ArrayList<>();
    inner.add(target);
    inner.addAll(targets);
    return in(block.nested(parameters), List.copyOf(inner));
  }

  /** The same place in a method that is annotated. */
  public Context withMark(MethodMark other) {
    return new Context(
        program, receiver, isConstant, result, fields, other, block, targets, isUnreached);
  }

  private Context in(OpenBlock inner, List<Target> around) {
    return new Context(
        program, receiver, isConstant, result, fields, mark, inner, around, isUnreached);
  }

  @Override
  public boolean hasVariable(String name) {
    return block.environment().has(name);
  }

  @Override
  public Site site() {
    return block.site();
  }

  /** What resolves names. */
  public NameResolution names() {
    return program.names();
  }

  /** The models that expressions denote here. */
  public Instances instances() {
    return new Instances(program.names(), program.members(), this);
  }

  /** The constants that names stand for here. */
  public NamedConstants constants() {
    return new NamedConstants(program.names(), instances(), this);
  }
}
