package dev.kiln.graph.text;

import dev.kiln.annotation.DType;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.StackType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Parses types as their {@code toString} prints them. */
public final class TypeParser {
  private static final int DEEPEST = 50;

  private final Lexer lexer;
  private int depth;

  TypeParser(Lexer lexer) {
    this.lexer = lexer;
  }

  /**
   * Parses a type such as {@code f32[batch, 64]}.
   *
   * @throws GraphSyntaxException if the text is not a type
   */
  public static ValueType parse(String text) {
    Lexer lexer = new Lexer(text);
    ValueType type = new TypeParser(lexer).type();
    if (!lexer.isAtEnd()) {
      throw lexer.failure("unexpected text after the type");
    }
    return type;
  }

  /** Parses dimensions such as {@code [batch, 2*hidden]}. */
  public static List<Dim> parseDims(String text) {
    return new TypeParser(new Lexer(text)).dims();
  }

  ValueType type() {
    if (++depth > DEEPEST) {
      throw lexer.failure("the type is nested too deeply");
    }
    ValueType type = unguarded();
    depth--;
    return type;
  }

  private ValueType unguarded() {
    int position = lexer.position();
    if (lexer.accept("array<")) {
      ValueType element = type();
      lexer.expect(",");
      int rank = lexer.smallNumber();
      lexer.expect(">");
      if (rank < 1
          || rank > 255
          || !(element instanceof ScalarType
              || element instanceof RecordType
              || element instanceof CodedType)) {
        throw lexer.failureAt(position, "there is no array of " + element + " of rank " + rank);
      }
      return new ArrayType(element, rank);
    }
    if (lexer.accept("stack<")) {
      ValueType element = type();
      lexer.expect(">");
      return new StackType(element);
    }
    if (lexer.accept("record<")) {
      return record();
    }
    if (lexer.accept("coded<")) {
      String name = lexer.dottedWord();
      lexer.expect(">");
      return new CodedType(name);
    }
    DType dtype = dtype();
    if (!lexer.isNext('[')) {
      return ScalarType.of(dtype);
    }
    return new TensorType(dtype, dims());
  }

  private RecordType record() {
    String name = lexer.dottedWord();
    lexer.expect(">");
    lexer.expect("(");
    List<RecordType.Component> components = new ArrayList<>();
    while (!lexer.accept(")")) {
      if (!components.isEmpty()) {
        lexer.expect(",");
      }
      String component = lexer.word();
      lexer.expect(":");
      components.add(new RecordType.Component(component, type()));
    }
    return new RecordType(name, components);
  }

  DType dtype() {
    String word = lexer.word();
    for (DType dtype : DType.values()) {
      if (dtype.text().equals(word)) {
        return dtype;
      }
    }
    throw lexer.failureAtLast("there is no type '" + word + "'");
  }

  /** {@code [batch, 2*hidden+1]}. */
  List<Dim> dims() {
    lexer.expect("[");
    List<Dim> dims = new ArrayList<>();
    while (!lexer.accept("]")) {
      if (!dims.isEmpty()) {
        lexer.expect(",");
      }
      dims.add(dim());
    }
    return dims;
  }

  private Dim dim() {
    Dim sum = Dim.of(0);
    boolean negative = lexer.accept("-");
    do {
      Dim term = term();
      sum = negative ? sum.minus(term) : sum.plus(term);
      negative = lexer.accept("-");
    } while (negative || lexer.accept("+"));
    return sum;
  }

  private Dim term() {
    Dim product = Dim.of(1);
    do {
      String word = lexer.dottedWord();
      boolean number = word.chars().allMatch(c -> c >= '0' && c <= '9');
      if (number && word.length() > 18) {
        throw lexer.failureAtLast("the size " + word + " is too large");
      }
      Dim factor = number ? Dim.of(Long.parseLong(word)) : Dim.named(word);
      try {
        product = product.times(factor);
      } catch (ArithmeticException e) {
        throw lexer.failureAtLast("the size is too large");
      }
    } while (lexer.accept("*"));
    return product;
  }
}
