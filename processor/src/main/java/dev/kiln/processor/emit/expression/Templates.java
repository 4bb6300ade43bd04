package dev.kiln.processor.emit.expression;

import com.palantir.javapoet.ClassName;
import dev.kiln.annotation.DType;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.processor.emit.name.JavaNames;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.text.StringLiterals;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Fills the templates of operations with operands. */
public final class Templates {
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

  /** A class of the runtime, by its whole name. */
  private static final Pattern CLASS = Pattern.compile("dev\\.kiln(\\.[a-z]+)+\\.[A-Z]\\w*");

  private static final Pattern BINARY = Pattern.compile("\\{0} (\\S+) \\{1}");

  private Templates() {}

  /**
   * An expression.
   *
   * @param areWhole whether the operands are whole numbers
   * @param effectful whether the operation itself is
   */
  public static Expression expression(
      Emission.Expression template,
      Attributes attributes,
      JavaText result,
      List<Expression> operands,
      boolean areWhole,
      boolean effectful) {
    JavaText code = fill(template.template(), template.precedence(), attributes, result, operands);
    Expression made = combined(code, template.precedence(), operands, effectful);
    Matcher binary = BINARY.matcher(template.template());
    if (binary.matches()) {
      return made.as(
          new Expression.Binary(operands.get(0), binary.group(1), operands.get(1), areWhole));
    }
    return template.template().equals("!{0}") ? made.as(new Expression.Not(operands.get(0))) : made;
  }

  public static JavaText statement(
      Emission.Statement template, Attributes attributes, List<Expression> operands) {
    return fill(template.template(), Precedence.PRIMARY, attributes, null, operands);
  }

  private static JavaText fill(
      String template,
      Precedence precedence,
      Attributes attributes,
      JavaText result,
      List<Expression> operands) {
    JavaText.Builder code = JavaText.builder();
    Matcher matcher = PLACE.matcher(template);
    int last = 0;
    while (matcher.find()) {
      code.add(withClasses(template.substring(last, matcher.start())));
      last = matcher.end();
      String place = matcher.group(1);
      if (place.equals("result")) {
        code.add(result);
      } else if (Character.isDigit(place.charAt(0))) {
        int index = Integer.parseInt(place);
        code.add(operand(template, matcher.start(), precedence, index, operands.get(index)));
      } else {
        code.add("$L", StringLiterals.of(attributes.text(place)));
      }
    }
    code.add(withClasses(template.substring(last)));
    return code.build();
  }

  /** Text in which classes are imported, rather than said with their packages. */
  private static JavaText withClasses(String text) {
    JavaText.Builder code = JavaText.builder();
    Matcher matcher = CLASS.matcher(text);
    int last = 0;
    while (matcher.find()) {
      code.add("$L", text.substring(last, matcher.start()));
      code.add("$T", ClassName.bestGuess(matcher.group()));
      last = matcher.end();
    }
    return code.add("$L", text.substring(last)).build();
  }

  /** An operand, in parentheses where its place needs them. */
  private static JavaText operand(
      String template, int at, Precedence precedence, int index, Expression operand) {
    boolean first = at == 0;
    switch (precedence) {
      case PRIMARY -> {
        boolean delimited = !first && "([,= ".indexOf(template.charAt(at - 1)) >= 0;
        return operand.within(delimited ? Precedence.ASSIGNMENT : Precedence.PRIMARY);
      }
      case UNARY -> {
        boolean sign = operand.code().toString().startsWith("-");
        return operand.within(
            sign && template.startsWith("-") ? Precedence.PRIMARY : Precedence.UNARY);
      }
      case TERNARY -> {
        return operand.within(
            index == 0
                ? Precedence.LOGICAL_OR
                : index == 1 ? Precedence.ASSIGNMENT : Precedence.TERNARY);
      }
      case SHIFT, BIT_AND, BIT_XOR, BIT_OR -> {
        boolean isSame = first && operand.precedence() == precedence;
        return operand.within(isSame ? precedence : Precedence.UNARY); // few know by heart
      }
      default -> {
        return operand.within(first ? precedence : precedence.tighter());
      }
    }
  }

  public static Expression combined(
      JavaText code, Precedence precedence, List<Expression> parts, boolean effectful) {
    Set<Object> variables = new HashSet<>();
    boolean anyEffect = effectful;
    for (Expression part : parts) {
      variables.addAll(part.variables());
      anyEffect |= part.effectful();
    }
    return new Expression(code, precedence, Expression.OPAQUE, variables, anyEffect);
  }

  /** {@code Kernels.method(operands, attributes)}. */
  public static JavaText call(Emission.Call call, Attributes attributes, List<JavaText> operands) {
    List<JavaText> arguments = new ArrayList<>(operands);
    int last = call.attributes().size() - 1;
    for (int i = 0; i <= last; i++) {
      Attribute value = attributes.get(call.attributes().get(i));
      boolean isArray = value instanceof Attribute.Integers && i < last;
      arguments.addAll(isArray ? List.of(array(value)) : arguments(value));
    }
    return call(call.owner(), call.method(), arguments);
  }

  /** {@code Kernels.method(attributes, operands)}. */
  public static JavaText call(
      Emission.VariadicCall call, Attributes attributes, List<JavaText> operands) {
    List<JavaText> arguments = new ArrayList<>();
    for (String name : call.attributes()) {
      Attribute value = attributes.get(name);
      boolean several = value instanceof Attribute.Dims || value instanceof Attribute.Integers;
      arguments.addAll(several ? List.of(array(value)) : arguments(value));
    }
    arguments.addAll(operands);
    return call(call.owner(), call.method(), arguments);
  }

  private static JavaText call(String owner, String method, List<JavaText> arguments) {
    return JavaText.of(
        "$T.$L($L)", ClassName.bestGuess(owner), method, JavaText.join(arguments, ", "));
  }

  private static JavaText array(Attribute several) {
    return JavaText.of("new int[] {$L}", JavaText.join(arguments(several), ", "));
  }

  private static List<JavaText> arguments(Attribute attribute) {
    if (attribute instanceof Attribute.Integer integer) {
      return List.of(JavaText.of("$L", integer.value()));
    }
    if (attribute instanceof Attribute.Integers integers) {
      return integers.values().stream().map(each -> JavaText.of("$L", each)).toList();
    }
    if (attribute instanceof Attribute.Truth truth) {
      return List.of(JavaText.of("$L", truth.value()));
    }
    if (attribute instanceof Attribute.Dims dims) {
      return dims.dims().stream().map(Templates::dim).toList();
    }
    if (attribute instanceof Attribute.ElementType type) {
      return List.of(JavaText.of("$T.$L", DType.class, type.dtype().name()));
    }
    if (attribute instanceof Attribute.Number number) {
      return List.of(Literals.of(number.dtype(), number.bits()).code());
    }
    if (attribute instanceof Attribute.Text text) {
      return List.of(JavaText.of("$L", StringLiterals.of(text.text())));
    }
    throw new IllegalArgumentException("cannot pass " + attribute + " to a kernel");
  }

  /** A size as an int expression of the names that are bound at entry. */
  public static JavaText dim(Dim dim) {
    if (dim.constant().isPresent()) {
      return JavaText.of("$L", dim.constant().getAsLong());
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<List<String>, Long> term : dim.terms().entrySet()) {
      long factor = term.getValue();
      if (text.length() > 0) {
        text.append(factor < 0 ? " - " : " + ");
      } else if (factor < 0) {
        text.append('-');
      }
      List<String> factors = new ArrayList<>();
      if (Math.abs(factor) != 1 || term.getKey().isEmpty()) {
        factors.add(Long.toString(Math.abs(factor)));
      }
      term.getKey().forEach(name -> factors.add(dimName(name)));
      text.append(String.join(" * ", factors));
    }
    return JavaText.of("$L", text);
  }

  /**
   * The local variable that holds a named size. A size of a nested model has a dollar sign, as no
   * name of the user's keeps: {@code hidden.in} is {@code hidden$in}, and never the user's {@code
   * hiddenIn}; {@code layers.2.in} is {@code layers$2$in}.
   */
  public static String dimName(String name) {
    return Arrays.stream(name.split("\\."))
        .map(part -> part.matches("\\d+") ? part : JavaNames.identifier(part))
        .collect(Collectors.joining("$"));
  }
}
