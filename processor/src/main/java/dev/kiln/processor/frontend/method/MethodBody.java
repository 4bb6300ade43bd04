package dev.kiln.processor.frontend.method;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.VariableTree;
import dev.kiln.graph.Block;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.Environment;
import dev.kiln.processor.frontend.body.CodeLowering;
import dev.kiln.processor.frontend.code.Calls;
import dev.kiln.processor.frontend.code.Constancy;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.MethodMark;
import dev.kiln.processor.frontend.statement.Checkpoints;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;

/** Lowers the body of a method whose source is at hand. */
public final class MethodBody {
  private final Calls calls;

  /**
   * Lowers bodies of methods.
   *
   * @param calls takes calls of other methods
   */
  public MethodBody(Calls calls) {
    this.calls = calls;
  }

  /** Whether a method returns nothing. */
  public static boolean isVoid(MethodTree tree) {
    return tree.getReturnType() instanceof PrimitiveTypeTree type
        && type.getPrimitiveTypeKind() == TypeKind.VOID;
  }

  /** Makes constants of the parameters that {@code @NoGradient} is on. */
  public static void makeConstants(Context context, ExecutableElement method, MethodTree source) {
    boolean all = Constancy.isAnnotated(method);
    for (int i = 0; i < method.getParameters().size(); i++) {
      boolean stays = Constancy.isAnnotated(method.getParameters().get(i));
      if (all || stays) {
        VariableTree parameter = source.getParameters().get(i);
        String name = parameter.getName().toString();
        Environment variables = context.block().environment();
        Environment.Local local = variables.get(name);
        Value value =
            new Constancy(context.block()).input(parameter, "'" + name + "'", local.value());
        variables.declare(name, local.type(), value, stays);
      }
    }
  }

  /** The block of a function with these parameters, where {@code tree} may be null. */
  public Block lower(Context context, MethodTree tree, List<Value> parameters) {
    if (tree == null || tree.getBody() == null) {
      throw Refusal.leftToJavac();
    }
    Checkpoints unmarked = new Checkpoints(new CodeLowering(context, calls));
    Context marked = context.withMark(new MethodMark(unmarked.of(tree)));
    CodeLowering lowerer = new CodeLowering(marked, calls);
    Terminator end = lowerer.statements(tree.getBody().getStatements());
    new Checkpoints(lowerer).requireTaken(tree);
    if (end == null) {
      if (!context.result().isVoid()) {
        boolean isSaid = !context.program().problems().isEmpty();
        throw isSaid ? Refusal.reported() : Refusal.leftToJavac(); // no return
      }
      end = new Terminator.Return(List.of());
    }
    return withParameters(context.block().build(end), parameters);
  }

  /** A block with parameters, some of which were found while it was built. */
  public static Block withParameters(Block block, List<Value> parameters) {
    return new Block(parameters, block.operations(), block.terminator());
  }
}
