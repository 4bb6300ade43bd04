package dev.kiln.processor.emit.graphs;

import com.palantir.javapoet.ClassName;
import dev.kiln.annotation.DType;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.emit.expression.Literals;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.StackType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Types, sizes and attributes of graphs as Java expressions. */
final class GraphLiterals {
  private static final ClassName SCALAR = ClassName.get("dev.kiln.type", "ScalarType");
  private static final ClassName LIST = ClassName.get("java.util", "List");

  private GraphLiterals() {}

  static JavaText list(List<JavaText> parts) {
    return JavaText.of("$T.of($L)", LIST, arguments(parts));
  }

  static JavaText arguments(List<JavaText> parts) {
    return JavaText.join(parts, ", ");
  }

  static JavaText type(ValueType type) {
    if (type instanceof ScalarType scalar) {
      return JavaText.of("$T.$L", SCALAR, scalar.dtype().name());
    }
    if (type instanceof CodedType coded) {
      return JavaText.of("new $T($S)", CodedType.class, coded.name());
    }
    if (type instanceof ArrayType array) {
      return JavaText.of("new $T($L, $L)", ArrayType.class, type(array.element()), array.rank());
    }
    if (type instanceof StackType stack) {
      return JavaText.of("new $T($L)", StackType.class, type(stack.element()));
    }
    if (type instanceof TensorType tensor) {
      List<JavaText> parts = new ArrayList<>();
      parts.add(JavaText.of("$T.$L", DType.class, tensor.dtype().name()));
      tensor.dims().forEach(dim -> parts.add(dim(dim)));
      return JavaText.of("$T.of($L)", TensorType.class, arguments(parts));
    }
    throw new IllegalArgumentException("graphs that are built have no records such as " + type);
  }

  /** {@code Dim.named("n").times(Dim.of(2)).plus(Dim.of(1))}. */
  static JavaText dim(Dim dim) {
    if (dim.constant().isPresent()) {
      return number(dim.constant().getAsLong());
    }
    JavaText sum = JavaText.EMPTY;
    for (Map.Entry<List<String>, Long> term : dim.terms().entrySet()) {
      JavaText product = product(term.getKey(), term.getValue());
      sum = sum.isEmpty() ? product : JavaText.of("$L.plus($L)", sum, product);
    }
    return sum;
  }

  private static JavaText product(List<String> names, long factor) {
    JavaText product = names.isEmpty() || factor != 1 ? number(factor) : JavaText.EMPTY;
    for (String name : names) {
      JavaText named = JavaText.of("$T.named($S)", Dim.class, name);
      product = product.isEmpty() ? named : JavaText.of("$L.times($L)", product, named);
    }
    return product;
  }

  private static JavaText number(long size) {
    return JavaText.of("$T.of($L)", Dim.class, size);
  }

  static JavaText attributes(Attributes attributes) {
    ClassName owner = ClassName.get("dev.kiln.op.definition", "Attributes");
    if (attributes.isEmpty()) {
      return JavaText.of("$T.NONE", owner);
    }
    JavaText.Builder code = JavaText.builder().add("$T", owner);
    String link = ".of($S, $L)";
    for (Map.Entry<String, Attribute> each : attributes.asMap().entrySet()) {
      code.add(link, each.getKey(), attribute(each.getValue()));
      link = ".with($S, $L)";
    }
    return code.build();
  }

  static JavaText attribute(Attribute attribute) {
    ClassName owner = ClassName.get("dev.kiln.op.definition", "Attribute");
    String kind = attribute.getClass().getSimpleName();
    return JavaText.of("new $T($L)", owner.nestedClass(kind), content(attribute));
  }

  static JavaText content(Attribute attribute) {
    if (attribute instanceof Attribute.Integer integer) {
      return JavaText.of("$L", integer.value());
    }
    if (attribute instanceof Attribute.Integers integers) {
      return list(integers.values().stream().map(v -> JavaText.of("$LL", v)).toList());
    }
    if (attribute instanceof Attribute.Truth truth) {
      return JavaText.of("$L", truth.value());
    }
    if (attribute instanceof Attribute.Dims dims) {
      return list(dims.dims().stream().map(GraphLiterals::dim).toList());
    }
    if (attribute instanceof Attribute.ElementType type) {
      return JavaText.of("$T.$L", DType.class, type.dtype().name());
    }
    if (attribute instanceof Attribute.Type type) {
      return type(type.type());
    }
    if (attribute instanceof Attribute.Number number) {
      return JavaText.of("$T.$L, $LL", DType.class, number.dtype().name(), number.bits());
    }
    if (attribute instanceof Attribute.Array array) {
      return Literals.of(array.array());
    }
    return JavaText.of("$S", ((Attribute.Text) attribute).text());
  }
}
