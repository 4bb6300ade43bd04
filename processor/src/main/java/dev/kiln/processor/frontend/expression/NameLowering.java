package dev.kiln.processor.frontend.expression;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.array.ModelElements;
import dev.kiln.processor.frontend.array.TensorArrayLowering;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.TensorArrays;
import dev.kiln.processor.frontend.code.Constancy;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.ModelValues;
import dev.kiln.processor.frontend.code.RecordParts;
import dev.kiln.processor.frontend.lambda.FunctionFields;
import dev.kiln.processor.frontend.lambda.InitializedFields;
import dev.kiln.processor.frontend.name.Instances;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.frontend.name.StaticFields;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.processor.model.type.ModelTypes;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;

/** Lowers names: locals, fields of the model, constants and array lengths. */
public final class NameLowering {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public NameLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** The value of a local variable or field. */
  public Value identifier(IdentifierTree tree) {
    String name = tree.getName().toString();
    if (block.environment().has(name)) {
      Value value = block.environment().value(name);
      if (value == null) {
        throw Refusal.leftToJavac();
      }
      block.tensorArrays().share(value);
      return value;
    }
    if (name.equals(Receiver.THIS)) {
      throw block.refuse(tree, Code.EXPRESSION, "this as a value", "pass the fields that are used");
    }
    VariableElement field = context.names().field(name, context);
    if (field == null) {
      String what = "the field '" + name + "'";
      new EnumLowering(block).requireOutsideOfConstant(tree, context.receiver(), what);
      throw Refusal.leftToJavac();
    }
    if (context.receiver().isStatic() && !context.receiver().isRecord() && !isStatic(field)) {
      throw Refusal.leftToJavac();
    }
    return field(tree, field, context.receiver().path());
  }

  private static boolean isStatic(VariableElement field) {
    return field.getModifiers().contains(Modifier.STATIC);
  }

  /** Whether a simple name is that of a field. */
  boolean isField(String name) {
    return context.names().field(name, context) != null;
  }

  /** The value of a field, or the length of an array. */
  public Value select(MemberSelectTree tree) {
    String name = tree.getIdentifier().toString();
    Optional<Instances.Instance> instance = context.instances().instance(tree.getExpression());
    if (instance.isPresent()) {
      VariableElement field = context.names().member(instance.get().type(), name);
      if (field == null) {
        throw Refusal.leftToJavac();
      }
      return field(tree, field, context.receiver().path() + instance.get().path());
    }
    TypeElement type = context.names().typeOrNull(tree.getExpression(), context);
    if (type != null) {
      VariableElement field = context.names().member(type, name);
      if (field == null || !isStatic(field)) {
        throw Refusal.leftToJavac();
      }
      return field(tree, field, "");
    }
    Value value = new TensorArrayLowering(lowerer).base(tree.getExpression());
    if (TensorArrays.isArray(value.type()) && name.equals("length")) {
      return new TensorArrayLowering(lowerer).length(tree, value);
    }
    ModelValues models = new ModelValues(context.program().members());
    Optional<NestedModel> model = models.model(value.type());
    if (model.isPresent()) {
      VariableElement field = context.names().member(models.site(value.type()), name);
      if (field == null) {
        throw Refusal.leftToJavac();
      }
      return field(tree, field, model.get().path() + ".");
    }
    Optional<ModelArray> array = models.array(value.type());
    if (array.isPresent() && name.equals("length")) {
      return new ModelElements(lowerer).length(tree, array.get());
    }
    if (value.type() instanceof ArrayType && name.equals("length")) {
      return block.apply(tree, ArrayOps.ARRAY_LENGTH, value);
    }
    if (CodedType.isEnum(value.type())) {
      return ofEnum(tree, value, name);
    }
    if (!(value.type() instanceof RecordType record) || record.indexOf(name) < 0) {
      throw Refusal.leftToJavac();
    }
    return component(tree, value, name);
  }

  /** A field of a constant of an enum. */
  private Value ofEnum(Tree tree, Value value, String name) {
    TypeElement element = context.names().named(((CodedType) value.type()).name());
    VariableElement field = context.names().member(element, name);
    if (field == null) {
      throw Refusal.leftToJavac();
    }
    if (isStatic(field)) {
      return field(tree, field, "");
    }
    Object constant = field.getConstantValue();
    EnumLowering enums = new EnumLowering(block);
    boolean isThis = tree instanceof IdentifierTree;
    Value ordinal = isThis ? new Conversions(block).code(tree, value) : enums.ordinal(tree, value);
    return constant != null
        ? constant(tree, constant)
        : new EnumFields(context, part -> input(tree, part)).read(tree, ordinal, field);
  }

  /** Code of a record, or around it, reads the fields behind its components. */
  private Value component(Tree tree, Value record, String name) {
    return RecordParts.component(context, tree, record, name);
  }

  /** A component of the record whose method the code is in. */
  private Value ownComponent(Tree tree, String name) {
    if (!context.hasVariable(Receiver.THIS)) {
      String what = "the component '" + name + "' in a lambda";
      throw block.refuse(tree, Code.EXPRESSION, what, "write this." + name);
    }
    Value self = block.environment().value(Receiver.THIS);
    if (CodedType.isEnum(self.type())) {
      return ofEnum(tree, self, name);
    }
    return component(tree, self, name);
  }

  /**
   * Reads a field.
   *
   * @param path of the model that has the field: empty, or with a dot at the end
   */
  private Value field(Tree tree, VariableElement field, String path) {
    Object constant = field.getConstantValue();
    if (constant != null) {
      return constant(tree, constant);
    }
    String name = field.getSimpleName().toString();
    if (field.getKind() == ElementKind.ENUM_CONSTANT) {
      return new EnumLowering(block).constant(tree, field);
    }
    Optional<RecordType> model = model(field, path + name);
    if (model.isPresent()) {
      return new ModelElements(lowerer).value(tree, model.get());
    }
    Optional<DeclaredType> function = context.program().functions().of(field.asType());
    if (function.isPresent()) {
      return new FunctionFields(lowerer).read(tree, field, path, function.get());
    }
    if (isStatic(field)) {
      return new InitializedFields(lowerer)
          .read(tree, field)
          .orElseGet(() -> staticField(tree, field));
    }
    if (context.receiver().isRecord()
        && field.getEnclosingElement().equals(context.receiver().record())) {
      return ownComponent(tree, name);
    }
    if (field.getModifiers().contains(Modifier.PRIVATE)) {
      throw block.refuse(tree, Code.FIELD_PRIVATE, name);
    }
    ModelField known = context.program().members().field(path + name);
    if (known != null && known.element().equals(field)) {
      return input(tree, known);
    }
    TypeElement owner = (TypeElement) field.getEnclosingElement();
    if (known != null && isBelow(known.element(), owner)) {
      throw block.refuse(
          tree,
          Code.FIELD_HIDDEN,
          name,
          owner.getSimpleName(),
          known.element().getEnclosingElement().getSimpleName());
    }
    throw unknown(tree, field);
  }

  /** Refuses a field of a type that no graph has, or with models that are not known. */
  private Refusal unknown(Tree tree, VariableElement field) {
    String name = field.getSimpleName().toString();
    if (ModelTypes.element(field.asType()) != null) {
      return block.refuse(
          tree,
          Code.FUNCTION_UNKNOWN,
          "how many models " + name + " holds",
          "make it final and initialise it with List.of(..) or {..}, or annotate it, as in"
              + " @Length(3)");
    }
    TypeElement element = ModelTypes.elementClass(field.asType());
    if (element != null && mayBeModel(element)) {
      return block.refuse(
          tree,
          Code.FUNCTION_UNKNOWN,
          "which models " + name + " holds",
          "make it final and initialise it, where it is declared or in one statement of each"
              + " constructor, with models that are made there, as in {new Dense(..), new"
              + " LayerNorm(8)}");
    }
    TypeElement single = ModelTypes.heldClass(field.asType());
    if (single != null && mayBeModel(single)) {
      return block.refuse(
          tree,
          Code.FUNCTION_UNKNOWN,
          "which model " + name + " holds",
          "make it final and initialise it, where it is declared or in one statement of each"
              + " constructor, with a model that is made there, as in new Dense(..)");
    }
    return block.refuse(
        tree,
        field.asType().getKind() == TypeKind.ERROR ? Code.INTERNAL : Code.FIELD_TYPE,
        name,
        field.asType());
  }

  /** Whether models may be of a type that is none itself. */
  private static boolean mayBeModel(TypeElement type) {
    return (type.getKind().isInterface() || type.getModifiers().contains(Modifier.ABSTRACT))
        && !type.getModifiers().contains(Modifier.SEALED)
        && !type.getQualifiedName().toString().startsWith("java.");
  }

  private Value staticField(Tree tree, VariableElement field) {
    StaticFields fields =
        new StaticFields(context.program().sources().elements(), context.program().members());
    return PlainTypes.record(field.asType()) == null
        ? input(tree, fields.require(tree, field, block.site()))
        : new StaticRecords(context, fields, part -> input(tree, part)).read(tree, field);
  }

  private static boolean isBelow(VariableElement field, TypeElement owner) {
    return Inheritance.superclasses((TypeElement) field.getEnclosingElement()).contains(owner);
  }

  /** The type of a field that holds a model, or an array or list of models, as a value. */
  private Optional<RecordType> model(VariableElement field, String path) {
    NestedModel model = context.program().members().nested(path);
    ModelArray array = context.program().members().array(path);
    if (model != null && model.element().equals(field)) {
      return Optional.of(ModelValues.type(model));
    }
    return array != null && array.element().equals(field)
        ? Optional.of(ModelValues.type(array))
        : Optional.empty();
  }

  private Value input(Tree tree, ModelField field) {
    Value value = context.fields().read(field.path(), field.type());
    return context.isConstant()
        ? new Constancy(block).input(tree, "'" + field.path() + "'", value)
        : value;
  }

  private Value constant(Tree tree, Object constant) {
    ScalarType type = null;
    if (constant instanceof Character letter) {
      return coded(tree, letter, CodedType.CHAR);
    }
    if (constant instanceof Byte number) {
      return coded(tree, number, CodedType.BYTE);
    }
    if (constant instanceof Short number) {
      return coded(tree, number, CodedType.SHORT);
    }
    if (constant instanceof Integer) {
      type = ScalarType.INT32;
    } else if (constant instanceof Long) {
      type = ScalarType.INT64;
    } else if (constant instanceof Float) {
      type = ScalarType.FLOAT32;
    } else if (constant instanceof Double) {
      type = ScalarType.FLOAT64;
    } else if (constant instanceof Boolean) {
      type = ScalarType.BOOL;
    }
    if (type == null) {
      throw block.refuse(
          tree,
          Code.LOCAL_TYPE,
          Alternative.ofType(constant.getClass().getName()),
          "a constant of type " + constant.getClass().getSimpleName());
    }
    return block.constant(tree, type, constant);
  }

  private Value coded(Tree tree, int code, CodedType type) {
    return new Conversions(block).coded(tree, block.constant(tree, ScalarType.INT32, code), type);
  }
}
