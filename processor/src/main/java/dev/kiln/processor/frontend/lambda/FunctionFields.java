package dev.kiln.processor.frontend.lambda;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.ResultType;
import dev.kiln.processor.frontend.name.Instances;
import dev.kiln.processor.frontend.name.ModelMembers;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.processor.model.ModelFunction;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;

/** Reads final fields that are initialised, where they are declared, with a function. */
public final class FunctionFields {
  private static final String INITIALISE =
      "make it final and initialise it, where it is declared, with a lambda, a method reference or"
          + " a model";

  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public FunctionFields(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /**
   * The value of a field whose type is a functional interface.
   *
   * @param path of the model that has the field: empty, or with a dot at the end
   */
  public Value read(Tree tree, VariableElement field, String path, DeclaredType type) {
    boolean isStatic = field.getModifiers().contains(Modifier.STATIC);
    TreePath source = context.program().sources().trees().getPath(field);
    if (!field.getModifiers().contains(Modifier.FINAL)
        || source == null
        || !(source.getLeaf() instanceof VariableTree declaration)
        || declaration.getInitializer() == null) {
      throw unknown(tree, field);
    }
    TypeElement owner = (TypeElement) field.getEnclosingElement();
    Receiver receiver = isStatic ? Receiver.none(owner) : receiver(owner, path);
    return value(declaration.getInitializer(), receiver, source.getCompilationUnit(), type)
        .orElseThrow(() -> unknown(tree, field));
  }

  /** The value of a function among models; empty where what it does may change. */
  public Optional<Value> read(ModelFunction function, DeclaredType type) {
    Receiver receiver = receiver(function.owner(), function.path());
    return value(function.tree(), receiver, function.unit(), type);
  }

  private Optional<Value> value(
      ExpressionTree tree, Receiver receiver, CompilationUnitTree unit, DeclaredType type) {
    Context there =
        Context.ofFunction(
            context.program(), receiver, unit, context.isConstant(), new ResultType(true, null));
    ExpressionTree inside = Parentheses.inside(tree);
    if (!isFixed(inside, there)) {
      return Optional.empty();
    }
    FunctionLowering lowering = new FunctionLowering(lowerer);
    return Optional.of(lowering.value(lowering.function(inside, there, type), Map.of()));
  }

  private Receiver receiver(TypeElement owner, String path) {
    ModelMembers members = context.program().members();
    TypeElement model =
        path.isEmpty()
            ? members.element()
            : members.nested(path.substring(0, path.length() - 1)).model();
    return new Receiver(model, owner, path);
  }

  /** Whether a function captures nothing that could change after the object was made. */
  private static boolean isFixed(ExpressionTree tree, Context there) {
    if (tree instanceof LambdaExpressionTree) {
      return true;
    }
    if (!(tree instanceof MemberReferenceTree reference)) {
      return false;
    }
    ExpressionTree owner = reference.getQualifierExpression();
    Optional<Instances.Instance> instance = there.instances().instance(owner);
    return instance.isPresent()
        ? isFinal(owner, there)
        : !(owner instanceof IdentifierTree || owner instanceof MemberSelectTree)
            || there.names().typeOrNull(owner, there) != null;
  }

  private static boolean isFinal(ExpressionTree owner, Context there) {
    if (owner instanceof IdentifierTree name) {
      String text = name.getName().toString();
      return text.equals("this")
          || text.equals("super")
          || there.names().field(text, there).getModifiers().contains(Modifier.FINAL);
    }
    if (owner instanceof MemberSelectTree select) {
      Optional<Instances.Instance> outer = there.instances().instance(select.getExpression());
      String name = select.getIdentifier().toString();
      return outer.isEmpty()
          || isFinal(select.getExpression(), there)
              && there
                  .names()
                  .member(outer.get().type(), name)
                  .getModifiers()
                  .contains(Modifier.FINAL);
    }
    return false;
  }

  private Refusal unknown(Tree tree, VariableElement field) {
    return block.refuse(
        tree,
        Code.FUNCTION_UNKNOWN,
        "the function in the field " + field.getSimpleName(),
        INITIALISE);
  }
}
