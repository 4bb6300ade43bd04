package dev.kiln.processor.frontend.lambda;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lambda;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.Program;
import dev.kiln.processor.frontend.code.ResultType;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.processor.model.type.RecordRules;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.PrimitiveType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/**
 * Reads static final fields that generated code cannot name, since they or their records are
 * private: by the code that initialises them, which computes the same in each call.
 */
public final class InitializedFields {
  private final Lowerer lowerer;
  private final Context context;
  private final Program program;

  /** Lowers code at one place. */
  public InitializedFields(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.program = context.program();
  }

  /** The value of a field; empty where it is not hidden, or its initialiser does not tell it. */
  public Optional<Value> read(Tree tree, VariableElement field) {
    boolean isHidden =
        field.getModifiers().contains(Modifier.PRIVATE)
            || RecordRules.privateRecord(field.asType()).isPresent();
    ValueType type = PlainTypes.ofResult(field.asType());
    TreePath path = program.sources().trees().getPath(field);
    if (!isHidden
        || !field.getModifiers().contains(Modifier.FINAL)
        || !isFixed(type)
        || path == null
        || !(path.getLeaf() instanceof VariableTree declaration)
        || declaration.getInitializer() == null) {
      return Optional.empty();
    }
    Effects effects = new Effects();
    effects.scan(declaration.getInitializer(), null);
    if (effects.changes) {
      return Optional.empty();
    }
    Value value = call(tree, field, declaration.getInitializer(), path);
    if (effects.calls && readsArrays()) {
      throw context.block().refuse(tree, Code.FIELD_PRIVATE, field.getSimpleName());
    }
    return Optional.of(
        type instanceof ScalarType
            ? new Conversions(context.block()).convert(tree, value, type)
            : value);
  }

  /** Whether values of a type cannot change: an array would have to be the same in all calls. */
  private static boolean isFixed(ValueType type) {
    return type instanceof ScalarType
        || type instanceof RecordType
            && RecordLeaf.of("", type, false).stream()
                .map(RecordLeaf::type)
                .noneMatch(each -> each instanceof ArrayType || each instanceof CodedType);
  }

  /** What is in arrays may have been something else when the field was initialised. */
  private boolean readsArrays() {
    return context.fields().paths().stream()
        .anyMatch(path -> program.members().field(path).type() instanceof ArrayType);
  }

  private Value call(Tree tree, VariableElement field, ExpressionTree initializer, TreePath path) {
    Context there =
        Context.ofFunction(
            program,
            Receiver.none((TypeElement) field.getEnclosingElement()),
            path.getCompilationUnit(),
            context.isConstant(),
            new ResultType(true, null));
    DeclaredType target = supplier(field.asType());
    TypeElement supplier = (TypeElement) target.asElement();
    Lambda code =
        Lambda.of(
            there,
            context.isConstant(),
            target,
            program.functions().method(supplier).orElseThrow(),
            List.of(),
            initializer);
    Lambda lambda = program.lambdas().at(initializer, code);
    Value function = new FunctionLowering(lowerer).value(lambda, Map.of());
    return lowerer.call(tree, lambda, field.getSimpleName().toString(), List.of(function));
  }

  private DeclaredType supplier(TypeMirror type) {
    Types types = program.sources().types();
    TypeMirror returned =
        type instanceof PrimitiveType primitive ? types.boxedClass(primitive).asType() : type;
    return types.getDeclaredType(program.names().named("java.util.function.Supplier"), returned);
  }

  /** What an initialiser does beside computing. */
  private static final class Effects extends TreeScanner<Void, Void> {
    boolean changes;
    boolean calls;

    @Override
    public Void visitAssignment(AssignmentTree tree, Void unused) {
      changes = true;
      return null;
    }

    @Override
    public Void visitArrayAccess(ArrayAccessTree tree, Void unused) {
      changes = true;
      return null;
    }

    @Override
    public Void visitNewArray(NewArrayTree tree, Void unused) {
      changes = true;
      return null;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree tree, Void unused) {
      calls = true;
      return super.visitMethodInvocation(tree, null);
    }
  }
}
