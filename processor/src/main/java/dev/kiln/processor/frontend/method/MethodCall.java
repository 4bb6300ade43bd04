package dev.kiln.processor.frontend.method;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.block.Constants;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lambda;
import dev.kiln.processor.frontend.code.Program;
import dev.kiln.processor.frontend.expression.EnumConstants;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.model.source.MethodTrees;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;

/**
 * A call of a method.
 *
 * @param tree the code that calls
 * @param lambda the code that implements the method, which takes its own value first; empty where
 *     the method has code of its own
 */
record MethodCall(
    Tree tree,
    Context caller,
    ExecutableElement method,
    Receiver receiver,
    Optional<Lambda> lambda,
    List<Value> arguments) {
  /** What tells apart the functions of one method. */
  record Key(
      ExecutableElement method,
      String derivative,
      String path,
      int constant,
      List<ValueType> types,
      Constants constants) {}

  /**
   * What of a called method's inputs is constant for differentiation because it is in the caller.
   *
   * @param arguments references that are only read, by position
   * @param fields whether the fields of the model are
   */
  record Constants(List<Boolean> arguments, boolean fields) {
    boolean isAny() {
      return fields || arguments.contains(true);
    }
  }

  /** Whether an argument is the record whose method is called. */
  boolean isSelf(int argument) {
    return receiver.isRecord() && !isConstruction() && lambda.isEmpty() && argument == 0;
  }

  /** Whether the method is a constructor of a record. */
  boolean isConstruction() {
    return method.getKind() == ElementKind.CONSTRUCTOR;
  }

  /** The declared type of what the function returns. */
  TypeMirror result() {
    return isConstruction() ? method.getEnclosingElement().asType() : method.getReturnType();
  }

  /** The variable that an argument becomes in the method. */
  String parameter(int argument, MethodTree source) {
    int before = isSelf(0) ? 1 : 0;
    return isSelf(argument)
        ? Receiver.THIS
        : source.getParameters().get(argument - before).getName().toString();
  }

  /** The source of the method, or of what overrides it in the body of a constant. */
  Optional<MethodTrees.Source> source() {
    Program program = caller.program();
    if (receiver.constant() == Receiver.OF_ALL) {
      return program.sources().methodTrees().of(method);
    }
    return EnumConstants.of(program, receiver.record())
        .map(
            each ->
                new MethodTrees.Source(each.methods(method).get(receiver.constant()), each.unit()));
  }

  List<ValueType> types() {
    return arguments.stream().map(Value::type).toList();
  }

  Constants constants() {
    return new Constants(
        arguments.stream().map(caller.block().references()::isMarked).toList(),
        caller.isConstant() || lambda.filter(Lambda::isConstant).isPresent());
  }

  /** The key of the function of a derivative of the method. */
  Key key(String derivative) {
    return new Key(method, derivative, receiver.path(), receiver.constant(), types(), constants());
  }

  Key key() {
    return key("");
  }
}
