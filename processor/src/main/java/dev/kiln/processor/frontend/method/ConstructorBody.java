package dev.kiln.processor.frontend.method;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import dev.kiln.graph.Block;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.Environment;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.body.CodeLowering;
import dev.kiln.processor.frontend.call.MadeRecords;
import dev.kiln.processor.frontend.call.RecordCreation;
import dev.kiln.processor.frontend.code.Calls;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.model.type.PlainTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;

/**
 * Lowers a constructor of a record to a function that returns the record. A compact constructor
 * takes what its parameters hold at the end; others assign the fields, or begin with a call of
 * another constructor.
 */
final class ConstructorBody {
  private final Context context;
  private final OpenBlock block;
  private final CodeLowering lowerer;
  private final TypeElement record;
  private final Map<String, Value> assigned = new HashMap<>();
  private Value made;

  ConstructorBody(Context context, Calls calls) {
    this.context = context;
    this.block = context.block();
    this.lowerer = new CodeLowering(context, calls);
    this.record = context.receiver().record();
  }

  /** The block of the function, with these parameters. */
  Block lower(MethodTree tree, List<Value> parameters) {
    StatementTree before = null;
    for (StatementTree statement : tree.getBody().getStatements()) {
      Optional<AssignmentTree> field = fieldAssignment(statement);
      Optional<MethodInvocationTree> other = otherConstructor(statement);
      if (field.isPresent()) {
        assign(field.get());
      } else if (other.isPresent()) {
        made = new RecordCreation(lowerer).create(other.get(), other.get().getArguments(), record);
        block.environment().declare(Receiver.THIS, null, made);
      } else {
        Terminator end = lowerer.statement(statement, before);
        if (end != null) { // it always throws
          context.result().know(PlainTypes.ofResult(record.asType()));
          return MethodBody.withParameters(block.build(end), parameters);
        }
      }
      before = statement;
    }
    Value result = made != null ? made : new MadeRecords(lowerer).made(tree, record, values());
    context.result().know(result.type());
    return MethodBody.withParameters(
        block.build(new Terminator.Return(List.of(result))), parameters);
  }

  private List<Value> values() {
    Environment parameters = block.environment();
    List<Value> values = new ArrayList<>();
    for (RecordComponentElement component : record.getRecordComponents()) {
      String name = component.getSimpleName().toString();
      Value value = assigned.get(name);
      if (value == null && !parameters.has(name)) {
        throw Refusal.leftToJavac();
      }
      values.add(value != null ? value : parameters.value(name));
    }
    return values;
  }

  private void assign(AssignmentTree tree) {
    String name = ((MemberSelectTree) tree.getVariable()).getIdentifier().toString();
    for (RecordComponentElement component : record.getRecordComponents()) {
      if (component.getSimpleName().contentEquals(name)) {
        assigned.put(
            name, lowerer.initializer(tree.getExpression(), PlainTypes.of(component.asType())));
      }
    }
  }

  /** {@code this.a = ..}. */
  private static Optional<AssignmentTree> fieldAssignment(StatementTree statement) {
    return statement instanceof ExpressionStatementTree effect
            && effect.getExpression() instanceof AssignmentTree assignment
            && assignment.getVariable() instanceof MemberSelectTree select
            && isThis(select.getExpression())
        ? Optional.of(assignment)
        : Optional.empty();
  }

  /** {@code this(..)}. */
  private static Optional<MethodInvocationTree> otherConstructor(StatementTree statement) {
    return statement instanceof ExpressionStatementTree effect
            && effect.getExpression() instanceof MethodInvocationTree call
            && isThis(call.getMethodSelect())
        ? Optional.of(call)
        : Optional.empty();
  }

  private static boolean isThis(ExpressionTree tree) {
    return tree instanceof IdentifierTree name && name.getName().contentEquals(Receiver.THIS);
  }
}
