package dev.kiln.processor.emit.compiled;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.pass.analysis.flow.StoredElements;
import dev.kiln.processor.emit.entry.Boundary;
import dev.kiln.processor.emit.entry.ParameterLimit;
import dev.kiln.processor.emit.entry.RecordLayouts;
import dev.kiln.processor.emit.entry.Signatures;
import dev.kiln.processor.emit.function.ValueEmitter;
import dev.kiln.processor.emit.model.GeneratedClasses;
import dev.kiln.processor.emit.name.DerivedNames;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.emit.text.SourceLines;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.type.ValueType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;

/**
 * The compiled class of a model while its members are added.
 *
 * @param isStub whether the model has errors, so that the class has signatures only
 * @param names the names of its methods and records
 * @param texts the texts of its file
 * @param type its members so far
 * @param values writes single operations, and collects the constants that these need
 * @param layouts how arrays of records are taken apart
 * @param signatures what the tensors that its methods take must be
 */
record CompiledClass(
    ModelClass model,
    boolean isStub,
    DerivedNames names,
    GeneratedSource.Texts texts,
    TypeSpec.Builder type,
    ValueEmitter values,
    RecordLayouts layouts,
    Signatures signatures) {

  /** The field that keeps the scratch memory of derivatives between calls. */
  private static final String WORKSPACES = "WORKSPACES";

  /** The field whose initialiser checks the runtime, the first of all. */
  private static final String RUNTIME = "RUNTIME";

  static CompiledClass of(ModelClass model, DerivedNames names, boolean isStub) {
    GeneratedSource.Texts texts = new GeneratedSource.Texts();
    TypeSpec.Builder type = TypeSpec.classBuilder(GeneratedClasses.compiled(model));
    Set<String> fields = names.taken().fields();
    Set<String> taken = new HashSet<>(fields);
    taken.addAll(List.of(unused(WORKSPACES, fields), unused(RUNTIME, fields)));
    return new CompiledClass(
        model,
        isStub,
        names,
        texts,
        type,
        new ValueEmitter(fields),
        new RecordLayouts(type, texts, fields),
        new Signatures(taken, ownName(model, names)));
  }

  /** The field that keeps the scratch memory of derivatives between calls. */
  String workspaces() {
    return unused(WORKSPACES, names.taken().fields());
  }

  /** The field whose initialiser checks the runtime. */
  String runtime() {
    return unused(RUNTIME, names.taken().fields());
  }

  /** The nested class with the table of lines. */
  String lines() {
    return unused(SourceLines.NAME, names.taken().fields());
  }

  /** The class in its own code, by its whole name where a field obscures it. */
  String ownName() {
    return ownName(model, names);
  }

  private static String ownName(ModelClass model, DerivedNames names) {
    ClassName own = GeneratedClasses.compiled(model);
    boolean isObscured = names.taken().fields().contains(own.simpleName());
    return isObscured ? own.canonicalName() : own.simpleName();
  }

  /**
   * The edge of a method of the model and of its derivatives.
   *
   * @param instance what the object is preferably called that has the fields
   */
  Boundary boundary(
      LoweredMethod lowered, ComputeMethod taking, String instance, Optional<ValueType> result) {
    return new Boundary(
        model,
        taking,
        instance,
        result,
        layouts,
        signatures,
        StoredElements.inArguments(lowered.source()));
  }

  /** Refuses what takes more values than Java allows; of a stub, nothing comes to class files. */
  void checkLimit(MethodSpec taking, ComputeMethod method, String what) {
    if (!isStub) {
      ParameterLimit.check(taking, method, what);
    }
  }

  /** The head of a method that takes what {@code method} takes, with its visibility. */
  MethodSpec.Builder signature(ComputeMethod method, String name, Boundary boundary) {
    return signature(method, method, name, boundary);
  }

  /**
   * The head of a method made from {@code method}, with its visibility.
   *
   * @param taking what it takes; where this is what {@code method} takes, the types are as declared
   */
  MethodSpec.Builder signature(
      ComputeMethod method, ComputeMethod taking, String name, Boundary boundary) {
    MethodSpec.Builder builder =
        MethodSpec.methodBuilder(name)
            .varargs(
                method.element().isVarArgs() && taking.parameters().equals(method.parameters()));
    visibility(method.element()).ifPresent(builder::addModifiers);
    for (int i = 0; i < taking.parameters().size(); i++) {
      ComputeMethod.ComputeParameter parameter = taking.parameters().get(i);
      boolean isDeclared =
          i < method.parameters().size() && parameter.equals(method.parameters().get(i));
      TypeName type =
          isDeclared
              ? TypeName.get(method.element().getParameters().get(i).asType())
              : JavaTypes.visible(parameter.type());
      builder.addParameter(
          ParameterSpec.builder(type, boundary.parameterName(parameter.name())).build());
    }
    return builder;
  }

  static Optional<Modifier> visibility(ExecutableElement element) {
    return element.getModifiers().stream()
        .filter(m -> m == Modifier.PUBLIC || m == Modifier.PROTECTED)
        .findFirst();
  }

  private static String unused(String preferred, Set<String> taken) {
    String name = preferred;
    for (int i = 2; taken.contains(name); i++) {
      name = preferred + i;
    }
    return name;
  }
}
