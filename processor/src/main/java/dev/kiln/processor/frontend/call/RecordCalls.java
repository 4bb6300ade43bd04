package dev.kiln.processor.frontend.call;

import com.sun.source.tree.MethodInvocationTree;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.RecordParts;
import dev.kiln.processor.frontend.name.LocalRecords;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.model.type.RecordRules;
import dev.kiln.type.RecordType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/**
 * Lowers calls of methods of records, their own and those of interfaces: an accessor reads a
 * component, and each other method is a function that takes the record first.
 */
final class RecordCalls {
  /** Classes whose methods every record has. */
  private static final Set<String> OF_EVERY_RECORD = Set.of("java.lang.Record", "java.lang.Object");

  /** Methods that the compiler writes for records. */
  private static final Set<String> IMPLICIT = Set.of("equals", "hashCode", "toString");

  private final Context context;
  private final OpenBlock block;
  private final MethodCalls calls;

  RecordCalls(Lowerer lowerer) {
    this.context = lowerer.context();
    this.block = context.block();
    this.calls = new MethodCalls(lowerer);
  }

  /** Calls a method of a record; null for a void method. */
  Value call(MethodInvocationTree tree, Value record, String name) {
    RecordType type = (RecordType) record.type();
    if (type.indexOf(name) >= 0 && tree.getArguments().isEmpty()) {
      return RecordParts.component(context, tree, record, name);
    }
    TypeElement element = context.names().named(type.name());
    List<ExecutableElement> methods =
        element == null
            ? List.of()
            : context.names().accessible(element, name, context.declaring(), element);
    boolean isImplicit =
        element == null
            ? LocalRecords.isName(type.name()) && IMPLICIT.contains(name)
            : methods.stream().allMatch(this::isOfEveryRecord);
    if (element == null ? !isImplicit : methods.isEmpty()) {
      throw Refusal.leftToJavac();
    }
    if (isImplicit) {
      String called = TypeNames.simple(type) + "." + name;
      throw block.refuse(
          tree, Code.UNKNOWN_CALL, Optional.of(Alternative.METHOD_OF_RECORD), called);
    }
    return calls.call(
        tree,
        new MethodCalls.Callees(
            methods, element, Receiver.of(element), false, Optional.of(record)));
  }

  private boolean isOfEveryRecord(ExecutableElement method) {
    TypeElement owner = (TypeElement) method.getEnclosingElement();
    return OF_EVERY_RECORD.contains(owner.getQualifiedName().toString())
        || IMPLICIT.contains(method.getSimpleName().toString())
            && !RecordRules.isWritten(method, context.program().sources().trees());
  }
}
