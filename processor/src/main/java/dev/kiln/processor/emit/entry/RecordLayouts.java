package dev.kiln.processor.emit.entry;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.annotation.DType;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Emits how arrays of records are taken apart where a method begins, and put together where it
 * ends: a nested class for each record.
 *
 * <pre>
 * private static final class PointLayout extends RecordLayout&lt;Point&gt; {
 *   static final PointLayout ONLY = new PointLayout();
 *   private PointLayout() { super(Point[].class, "Z", "D", "D"); }
 *   protected void read(Point[] from, Object[] columns, RecordArrays arrays) { ... }
 *   protected Point write(Object[] columns, int index, RecordArrays arrays) { ... }
 * }
 * </pre>
 */
public final class RecordLayouts {
  static final ClassName RECORD_ARRAYS = ClassName.get("dev.kiln.kernel.array", "RecordArrays");

  private static final ClassName RECORD_LAYOUT =
      ClassName.get("dev.kiln.kernel.array", "RecordLayout");

  private final TypeSpec.Builder type;
  private final GeneratedSource.Texts texts;
  private final Map<String, String> layouts = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  /**
   * @param fields names of fields, which would obscure classes of their names
   */
  public RecordLayouts(TypeSpec.Builder type, GeneratedSource.Texts texts, Set<String> fields) {
    this.type = type;
    this.texts = texts;
    fields.forEach(each -> names.add(each.toLowerCase(Locale.ROOT)));
  }

  /** The columns of an array, as an {@code Object[]}. */
  JavaText columns(ArrayType array, JavaText source, String arrays) {
    return JavaText.of("$L.columns($L.ONLY, $L, $L)", arrays, of(array), array.rank(), source);
  }

  /** The array that has the columns. */
  JavaText array(ArrayType array, List<JavaText> columns, String arrays) {
    return JavaText.of(
        "($T) $L.array($L.ONLY, $L, new $T[] {$L})",
        JavaTypes.of(array),
        arrays,
        of(array),
        array.rank(),
        Object.class,
        JavaText.join(columns, ", "));
  }

  /** The class that lays out the elements of an array; it is emitted when it is asked for first. */
  private String of(ArrayType array) {
    RecordType record = (RecordType) array.element();
    String known = layouts.get(record.name());
    if (known != null) {
      return known;
    }
    String name = record.simpleName() + "Layout";
    for (int i = 2; !names.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = record.simpleName() + "Layout" + i;
    }
    layouts.put(record.name(), name);
    type.addType(layout(name, record));
    return name;
  }

  private TypeSpec layout(String name, RecordType record) {
    ClassName self = ClassName.get("", name);
    TypeName element = JavaTypes.of(record);
    TypeName array = ArrayTypeName.of(element);
    TypeName objects = ArrayTypeName.of(Object.class);
    List<JavaText> arguments = new ArrayList<>();
    arguments.add(JavaText.of("$T.class", array));
    columnTypes(record).forEach(each -> arguments.add(JavaText.of("$S", descriptor(each))));
    return TypeSpec.classBuilder(name)
        .addJavadoc("Arrays of {@code $L}, by component.\n", record.name())
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .superclass(ParameterizedTypeName.get(RECORD_LAYOUT, element))
        .addField(
            FieldSpec.builder(self, "ONLY", Modifier.STATIC, Modifier.FINAL)
                .initializer("new $T()", self)
                .build())
        .addMethod(
            MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addCode(texts.body(JavaText.of("super($L);\n", JavaText.join(arguments, ", "))))
                .build())
        .addMethod(
            MethodSpec.methodBuilder("read")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .addParameter(array, "from")
                .addParameter(objects, "columns")
                .addParameter(RECORD_ARRAYS, "arrays")
                .addCode(texts.body(new Reading(record).statements()))
                .build())
        .addMethod(
            MethodSpec.methodBuilder("write")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .returns(element)
                .addParameter(objects, "columns")
                .addParameter(TypeName.INT, "index")
                .addParameter(RECORD_ARRAYS, "arrays")
                .addCode(
                    texts.body(
                        JavaText.builder()
                            .addStatement("return $L", new Writing(record).element())
                            .build()))
                .build())
        .build();
  }

  private static List<ArrayType> columnTypes(RecordType record) {
    return RecordLeaf.of("", new ArrayType(record, 1), false).stream()
        .map(leaf -> (ArrayType) leaf.type())
        .toList();
  }

  /** The type of the elements of a column, as class files have it. */
  private static String descriptor(ArrayType column) {
    DType dtype = ((ScalarType) column.element()).dtype();
    String letter =
        switch (dtype) {
          case INT32 -> "I";
          case INT64 -> "J";
          case FLOAT32 -> "F";
          case FLOAT64 -> "D";
          case BOOL -> "Z";
        };
    return "[".repeat(column.rank() - 1) + letter;
  }

  /** The statements that fill columns. */
  private final class Reading {
    private final RecordType record;
    private final List<ArrayType> columns;
    private final JavaText.Builder code = JavaText.builder();
    private int column;
    private int variables;

    Reading(RecordType record) {
      this.record = record;
      this.columns = columnTypes(record);
    }

    JavaText statements() {
      for (int i = 0; i < columns.size(); i++) {
        TypeName columnType = JavaTypes.of(columns.get(i));
        code.addStatement("$T column$L = ($T) columns[$L]", columnType, i, columnType, i);
      }
      code.open("for (int index = 0; index < from.length; index++)");
      read(record, JavaText.of("from[index]"));
      return code.close().build();
    }

    private void store(JavaText value) {
      code.addStatement("column$L[index] = $L", column++, value);
    }

    private void read(RecordType part, JavaText source) {
      String variable = "element" + ++variables;
      code.addStatement("$T $L = $L", JavaTypes.of(part), variable, source);
      code.open("if ($L != null)", variable);
      store(JavaText.of("true"));
      for (RecordType.Component component : part.components()) {
        read(component.type(), JavaText.of("$L.$L()", variable, component.name()));
      }
      code.close();
    }

    private void read(ValueType component, JavaText source) {
      if (component instanceof RecordType inner) {
        read(inner, source);
      } else if (RecordLeaf.isRecordArray(component)) {
        String variable = "columns" + ++variables;
        code.addStatement(
            "$T[] $L = $L",
            Object.class,
            variable,
            columns((ArrayType) component, source, "arrays"));
        int count = RecordLeaf.of("", component, false).size();
        for (int i = 0; i < count; i++) {
          TypeName row = JavaTypes.of(columns.get(column).component());
          store(JavaText.of("($T) $L[$L]", row, variable, i));
        }
      } else {
        store(source);
      }
    }
  }

  /** The expression that makes an element of columns. */
  private final class Writing {
    private final RecordType record;
    private final List<ArrayType> columns;
    private int column;

    Writing(RecordType record) {
      this.record = record;
      this.columns = columnTypes(record);
    }

    JavaText element() {
      return make(record);
    }

    private JavaText next() {
      TypeName columnType = JavaTypes.of(columns.get(column));
      return JavaText.of("(($T) columns[$L])[index]", columnType, column++);
    }

    private JavaText make(RecordType part) {
      JavaText nonNull = next();
      List<JavaText> components = new ArrayList<>();
      for (RecordType.Component component : part.components()) {
        components.add(make(component.type()));
      }
      return JavaText.of(
          "$L ? new $T($L) : null", nonNull, JavaTypes.of(part), JavaText.join(components, ", "));
    }

    private JavaText make(ValueType component) {
      if (component instanceof RecordType inner) {
        return make(inner);
      }
      if (!RecordLeaf.isRecordArray(component)) {
        return next();
      }
      List<JavaText> parts = new ArrayList<>();
      int count = RecordLeaf.of("", component, false).size();
      for (int i = 0; i < count; i++) {
        parts.add(next());
      }
      return array((ArrayType) component, parts, "arrays");
    }
  }
}
