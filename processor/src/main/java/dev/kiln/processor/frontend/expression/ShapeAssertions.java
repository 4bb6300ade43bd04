package dev.kiln.processor.frontend.expression;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Shape;
import dev.kiln.graph.Value;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.Environment;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.processor.frontend.type.KnownSizes;
import dev.kiln.processor.frontend.type.Texts;
import dev.kiln.processor.model.InstanceNames;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.type.CalledShapes;
import dev.kiln.processor.model.type.ShapeText;
import dev.kiln.processor.model.type.SizeNames;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;

/**
 * Checks tensors against the shapes that code declares for them: on local variables and on the
 * components of records. What the types do not tell becomes a check at run time, from which on the
 * declared shape is that of the value.
 */
public final class ShapeAssertions {
  private final Context context;
  private final OpenBlock block;

  /** Checks values at one place. */
  public ShapeAssertions(Context context) {
    this.context = context;
    this.block = context.block();
  }

  /**
   * Gives the names of sizes what they stand for in the code of a method: sizes of the instance, of
   * the arguments where the method declares them, and in the model that is compiled all others of
   * the arguments.
   *
   * @param types those of the arguments
   */
  public void begin(ExecutableElement method, List<ValueType> types) {
    String path = context.receiver().path();
    CalledShapes declared = new CalledShapes(method, fields(), path, types);
    block.environment().nameSizes(declared.sizes().sizes());
    keepNames(types);
  }

  /**
   * As above, in the code of a lambda.
   *
   * @param types those of what it captures, and of its arguments
   */
  public void begin(List<ValueType> types) {
    block.environment().nameSizes(InstanceNames.of(fields(), context.receiver().path()));
    keepNames(types);
  }

  private boolean isOfModel() {
    return !context.receiver().isStatic()
        || context.declaring().equals(context.program().members().element());
  }

  private List<ModelField> fields() {
    return isOfModel() ? context.program().members().declared() : List.of();
  }

  private void keepNames(List<ValueType> types) {
    if (isOfModel() && context.receiver().path().isEmpty()) {
      types.forEach(this::keepNames);
    }
  }

  private void keepNames(ValueType type) {
    if (type instanceof RecordType record) {
      record.components().forEach(each -> keepNames(each.type()));
    } else if (type instanceof TensorType tensor) {
      for (Dim dim : tensor.dims()) {
        for (String name : dim.names()) {
          if (!InstanceNames.isOfInstance(name)) {
            block.environment().nameSizes(Map.of(name, Dim.named(name)));
          }
        }
      }
    }
  }

  /** What {@code @Shape} says of a variable that code declares; empty where there is none. */
  public Optional<TensorType> of(VariableTree tree) {
    for (AnnotationTree annotation : tree.getModifiers().getAnnotations()) {
      TypeElement type = context.names().typeOrNull(annotation.getAnnotationType(), context);
      if (type != null && type.getQualifiedName().contentEquals(Shape.class.getName())) {
        return Optional.of(declared(annotation));
      }
    }
    return Optional.empty();
  }

  /** What {@code @Shape} says of a component of a record; empty where there is none. */
  public Optional<TensorType> of(Tree place, RecordComponentElement component) {
    return Optional.ofNullable(component.getAnnotation(Shape.class))
        .map(shape -> type(place, shape.value(), shape.dtype()));
  }

  private TensorType declared(AnnotationTree annotation) {
    String text = null;
    DType dtype = DType.FLOAT32;
    for (ExpressionTree argument : annotation.getArguments()) {
      boolean isNamed = argument instanceof AssignmentTree;
      ExpressionTree value = isNamed ? ((AssignmentTree) argument).getExpression() : argument;
      if (isNamed && ((AssignmentTree) argument).getVariable().toString().equals("dtype")) {
        String name = value.toString();
        dtype = DType.valueOf(name.substring(name.lastIndexOf('.') + 1));
      } else {
        text = text(value);
      }
    }
    if (text == null) {
      throw Refusal.leftToJavac();
    }
    return type(annotation, text, dtype);
  }

  private TensorType type(Tree place, String text, DType dtype) {
    try {
      return new TensorType(dtype, ShapeText.parseOpen(text));
    } catch (ShapeText.SyntaxException e) {
      throw block.refuse(place, Code.SHAPE_SYNTAX, text, e.getMessage());
    }
  }

  private static boolean isOpen(TensorType declared) {
    return declared.rank() > 0 && declared.dims().get(0).equals(Dim.named(ShapeText.LEADING));
  }

  private static TensorType last(TensorType type, int count) {
    return type.withDims(type.dims().subList(type.rank() - count, type.rank()));
  }

  private static void bind(SizeNames names, TensorType declared, TensorType actual) {
    int named = declared.rank() - 1;
    if (!isOpen(declared)) {
      names.bind(declared, actual);
    } else if (actual.rank() >= named) {
      names.bind(last(declared, named), last(actual, named));
    }
  }

  /** A string that is put together from literals and constants. */
  private String text(ExpressionTree tree) {
    ExpressionTree inside = Parentheses.inside(tree);
    if (inside instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
      return text(sum.getLeftOperand()) + text(sum.getRightOperand());
    }
    return new Texts(context.constants())
        .constant(inside)
        .map(Object::toString)
        .orElseThrow(() -> block.refuse(tree, Code.NOT_CONSTANT, "'" + tree + "'"));
  }

  /**
   * The shape that a local variable has, in the sizes of the graph; new names stand for those of
   * its first value.
   *
   * @param value null where there is none
   */
  public TensorType local(VariableTree tree, TensorType declared, Value value) {
    Environment variables = block.environment();
    SizeNames names = new SizeNames(variables.sizes());
    if (value != null && value.type() instanceof TensorType actual) {
      bind(names, declared, actual);
      variables.nameSizesHere(names.sizes());
    }
    return expected(
        tree, "'" + tree.getName() + "'", declared, value == null ? null : value.type(), names);
  }

  /** The declared type in the sizes of the graph; {@code actual} is null where there is none. */
  private TensorType expected(
      Tree tree, String what, TensorType declared, ValueType actual, SizeNames names) {
    boolean isOpen = isOpen(declared);
    TensorType named = isOpen ? last(declared, declared.rank() - 1) : declared;
    if (actual instanceof TensorType tensor
        && (isOpen ? tensor.rank() < named.rank() : tensor.rank() != named.rank())) {
      throw block.refuse(tree, Code.SHAPE_DECLARED, what, declared, actual);
    }
    for (Dim dim : named.dims()) {
      for (String name : dim.names()) {
        if (!names.know(Set.of(name))) {
          throw unbound(tree, name, what, declared);
        }
      }
    }
    KnownSizes known = context.program().sizes().known();
    TensorType expected = (TensorType) known.resolve(named.withSizes(names.sizes()));
    if (!isOpen) {
      return expected;
    }
    if (!(actual instanceof TensorType tensor)) {
      throw unbound(tree, ShapeText.LEADING, what, declared);
    }
    List<Dim> dims = new ArrayList<>(tensor.dims().subList(0, tensor.rank() - named.rank()));
    dims.addAll(expected.dims());
    return expected.withDims(dims);
  }

  private Refusal unbound(Tree tree, String name, String what, TensorType declared) {
    return block.refuse(tree, Code.SHAPE_UNBOUND, name, what.replaceAll("^'|'$", ""), declared);
  }

  /**
   * The components of a record, as they are declared. Equal names mean equal sizes within it.
   *
   * @param declared what is declared, where it is
   */
  public List<Value> components(
      Tree tree,
      String record,
      List<String> components,
      List<Optional<TensorType>> declared,
      List<Value> values) {
    SizeNames names = new SizeNames(new HashMap<>());
    for (int i = 0; i < values.size(); i++) {
      if (declared.get(i).isPresent() && values.get(i).type() instanceof TensorType actual) {
        bind(names, declared.get(i).get(), actual);
      }
    }
    List<Value> checked = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String what = "'" + components.get(i) + "' of " + record;
      Value value = values.get(i);
      boolean isDeclared = declared.get(i).isPresent() && value.type() instanceof TensorType;
      checked.add(
          isDeclared
              ? require(
                  tree,
                  what,
                  expected(tree, what, declared.get(i).get(), value.type(), names),
                  value)
              : value);
    }
    return checked;
  }

  /** The value, which is checked where its type does not tell its shape. */
  public Value require(Tree tree, String what, TensorType expected, Value value) {
    if (block.unknowns().isUnknown(value) || value.type().equals(expected)) {
      return value;
    }
    if (!(value.type() instanceof TensorType actual)) {
      throw Refusal.leftToJavac();
    }
    block.requireEqual(tree, expected, actual);
    if (!CheckOps.mayBeEqual(expected, actual)) {
      throw block.refuse(tree, Code.SHAPE_DECLARED, what, expected, actual);
    }
    expected.dims().forEach(dim -> dim.names().forEach(this::readSize));
    return block.apply(
        tree,
        CheckOps.REQUIRE_SHAPE,
        Attributes.of("declared", new Attribute.Text(what + " is " + expected))
            .with("dims", new Attribute.Dims(expected.dims())),
        List.of(value));
  }

  /** Makes the method read a field that has a size of this name, which the check needs. */
  private void readSize(String name) {
    context.program().members().byPath().values().stream()
        .filter(field -> field.type() instanceof TensorType)
        .sorted(Comparator.comparing(ModelField::path))
        .filter(field -> isNamed((TensorType) field.type(), name))
        .findFirst()
        .ifPresent(field -> context.fields().read(field.path(), field.type()));
  }

  private static boolean isNamed(TensorType type, String name) {
    return type.dims().stream().anyMatch(dim -> dim.name().filter(name::equals).isPresent());
  }
}
