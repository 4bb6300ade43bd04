package dev.kiln.processor.frontend.type;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ErroneousTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.kiln.op.definition.Spelling;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.name.CompiledNames;
import dev.kiln.processor.frontend.name.LocalRecords;
import dev.kiln.processor.frontend.name.ModelMembers;
import dev.kiln.processor.frontend.name.NameResolution;
import dev.kiln.processor.frontend.name.Scope;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.processor.model.type.Enums;
import dev.kiln.processor.model.type.ModelTypes;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.CodedType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;

/** The types that declarations in bodies give, from trees. */
public final class LocalTypes {
  private final NameResolution names;
  private final CompiledNames compiled;
  private final PlainRecords records;
  private final FunctionalInterfaces functions;
  private final ModelMembers members;

  /** The types that trees name, of records those that are plain. */
  public LocalTypes(
      NameResolution names,
      CompiledNames compiled,
      PlainRecords records,
      FunctionalInterfaces functions,
      ModelMembers members) {
    this.functions = functions;
    this.members = members;
    this.names = names;
    this.compiled = compiled;
    this.records = records;
  }

  /**
   * The type that a declaration gives a local; null for {@code var}, a tensor, a record or a
   * function, where the type of the value counts.
   */
  public ValueType local(Tree tree, Scope scope) {
    if (tree == null) {
      return null; // var
    }
    if (tree instanceof PrimitiveTypeTree primitive) {
      ValueType type = PlainTypes.primitive(primitive.getPrimitiveTypeKind());
      if (type == null) {
        throw refuse(tree, tree.toString(), scope);
      }
      return type;
    }
    if (tree instanceof ArrayTypeTree array) {
      if (isModel(array.getType(), scope) || isTensor(array.getType(), scope)) {
        return null;
      }
      return PlainTypes.arrayOf(element(array.getType(), tree, scope));
    }
    if (tree instanceof AnnotatedTypeTree annotated) {
      return local(annotated.getUnderlyingType(), scope);
    }
    if (tree.toString().equals("var")) {
      return null;
    }
    if (tree instanceof ErroneousTree) {
      throw Refusal.leftToJavac();
    }
    if (names.isTypeVariable(tree, scope)) {
      return null;
    }
    if (functions.of(tree, scope).isPresent() || isListOfObjects(tree, scope)) {
      return null;
    }
    if (tree instanceof ParameterizedTypeTree generic) {
      TypeElement type = names.type(generic.getType(), scope);
      if (type.getKind() == ElementKind.RECORD) {
        return null;
      }
      Optional<Alternative> instead = Alternative.ofType(type.getQualifiedName().toString());
      throw refuse(tree, instead.or(() -> Optional.of(Alternative.GENERIC)), scope);
    }
    if (compiled.isRecord(tree, scope) || names.localRecord(tree, scope).isPresent()) {
      return null;
    }
    TypeElement type = names.type(tree, scope);
    Optional<CodedType> constants = Enums.of(type.asType()).flatMap(Enums::type);
    if (constants.isPresent()) {
      return constants.get();
    }
    boolean known =
        type.getQualifiedName().contentEquals(Spelling.TENSOR)
            || type.getKind() == ElementKind.RECORD
            || isModel(type);
    if (!known) {
      Optional<Alternative> instead = Alternative.ofType(type.getQualifiedName().toString());
      throw refuse(tree, instead.or(() -> Optional.of(kind(type))), scope);
    }
    return null;
  }

  private boolean isModel(Tree tree, Scope scope) {
    TypeElement type =
        tree instanceof IdentifierTree || tree instanceof MemberSelectTree
            ? names.typeOrNull(tree, scope)
            : null;
    return type != null && isModel(type);
  }

  /** Whether a class is that of a model, or one that fields with models are declared with. */
  private boolean isModel(TypeElement type) {
    return ModelTypes.isModel(type) || members.areDeclared(type);
  }

  /** Whether a tree names arrays of tensors. */
  public boolean isTensorArray(Tree tree, Scope scope) {
    return tree instanceof ArrayTypeTree array && isTensor(array.getType(), scope);
  }

  /** Whether a tree names the type of tensors. */
  public boolean isTensor(Tree tree, Scope scope) {
    TypeElement type =
        tree instanceof IdentifierTree || tree instanceof MemberSelectTree
            ? names.typeOrNull(tree, scope)
            : null;
    return type != null && type.getQualifiedName().contentEquals(Spelling.TENSOR);
  }

  private boolean isListOfObjects(Tree tree, Scope scope) {
    return tree instanceof ParameterizedTypeTree generic
        && generic.getTypeArguments().size() == 1
        && (isModel(generic.getTypeArguments().get(0), scope)
            || isTensor(generic.getTypeArguments().get(0), scope))
        && names.type(generic.getType(), scope).getQualifiedName().contentEquals("java.util.List");
  }

  private Refusal refuse(Tree tree, String type, Scope scope) {
    return refuse(tree, Alternative.ofType(type), scope);
  }

  private static Refusal refuse(Tree tree, Optional<Alternative> instead, Scope scope) {
    return scope.site().refuse(tree, Code.LOCAL_TYPE, instead, "the type " + tree);
  }

  /** What to say of a class that is not in the table. */
  private Alternative kind(TypeElement type) {
    if (type.getKind() == ElementKind.ENUM) {
      return Alternative.ENUM;
    }
    if (type.getKind().isInterface()) {
      return Alternative.INTERFACE;
    }
    boolean isException =
        Inheritance.lineage(type).stream()
            .anyMatch(each -> each.getQualifiedName().contentEquals("java.lang.Throwable"));
    return isException ? Alternative.EXCEPTION : Alternative.OBJECT;
  }

  /**
   * The type of elements of an array: of a record, the components are what is declared.
   *
   * @param whole what a refusal is about
   */
  public ValueType element(Tree tree, Tree whole, Scope scope) {
    if (tree instanceof PrimitiveTypeTree primitive
        && PlainTypes.primitive(primitive.getPrimitiveTypeKind()) == null) {
      String array = tree + "[]";
      throw scope
          .site()
          .refuse(tree, Code.LOCAL_TYPE, Alternative.ofType(array), "the type " + array);
    }
    ValueType type = local(tree, scope);
    if (type != null) {
      return type;
    }
    if (compiled.isRecord(tree, scope)) {
      throw scope
          .site()
          .refuse(whole, Code.LOCAL_TYPE, Optional.<Alternative>empty(), "the type " + whole);
    }
    Optional<LocalRecords.LocalRecord> local = names.localRecord(tree, scope);
    if (local.isPresent() && local.get().isPlain()) {
      return record(local.get(), whole, scope);
    }
    Tree named = tree instanceof ParameterizedTypeTree generic ? generic.getType() : tree;
    TypeElement record = names.type(named, scope);
    if (record.getKind() == ElementKind.RECORD) {
      requirePlain(record, tree, scope, new HashSet<>());
      type = PlainTypes.ofResult(record.asType());
    }
    if (type == null) {
      Optional<Alternative> instead =
          record.getTypeParameters().isEmpty()
              ? Alternative.ofType(record.getQualifiedName() + "[]")
              : Optional.of(Alternative.GENERIC);
      throw scope.site().refuse(whole, Code.LOCAL_TYPE, instead, "the type " + whole);
    }
    return type;
  }

  /** The type of values of a record that a tree names; empty where only code tells it. */
  public Optional<ValueType> record(Tree tree, Scope scope) {
    Optional<LocalRecords.LocalRecord> local = names.localRecord(tree, scope);
    if (local.isPresent()) {
      return local.filter(LocalRecords.LocalRecord::isPlain).map(each -> record(each, tree, scope));
    }
    TypeElement record =
        tree instanceof IdentifierTree || tree instanceof MemberSelectTree
            ? names.typeOrNull(tree, scope)
            : null;
    boolean isRecord = record != null && record.getKind() == ElementKind.RECORD;
    return isRecord && PlainTypes.ofResult(record.asType()) != null
        ? Optional.of(element(tree, tree, scope))
        : Optional.empty();
  }

  private RecordType record(LocalRecords.LocalRecord record, Tree whole, Scope scope) {
    List<RecordType.Component> components = new ArrayList<>();
    for (VariableTree each : record.components()) {
      ValueType type = element(each.getType(), whole, scope);
      components.add(new RecordType.Component(each.getName().toString(), type));
    }
    return new RecordType(record.name(), components);
  }

  /** Refuses a record with code that would not run, and one that has such a record in it. */
  private void requirePlain(TypeElement record, Tree tree, Scope scope, Set<TypeElement> checked) {
    if (!checked.add(record)) {
      return;
    }
    records.require(record, tree, scope.site());
    for (RecordComponentElement component : record.getRecordComponents()) {
      TypeMirror type = component.asType();
      TypeElement inner = PlainTypes.record(type);
      TypeElement inArray = PlainTypes.elementRecord(type);
      if (inner != null || inArray != null) {
        requirePlain(inner != null ? inner : inArray, tree, scope, checked);
      }
    }
  }
}
