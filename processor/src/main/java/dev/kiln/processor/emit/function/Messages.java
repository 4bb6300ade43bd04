package dev.kiln.processor.emit.function;

import dev.kiln.graph.MessageForm;
import dev.kiln.graph.Terminator;
import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.text.StringLiterals;
import java.util.ArrayList;
import java.util.List;

/** Writes the messages of exceptions: sums of texts and operands. */
final class Messages {
  private Messages() {}

  /** {@code "n is " + n}; nothing for an exception without message. */
  static JavaText of(Terminator.Throw exception, List<Expression> operands) {
    List<JavaText> parts = new ArrayList<>();
    List<String> texts = exception.message();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      // the first part keeps the sum a concatenation of strings
      if (i == 0 || !text.isEmpty()) {
        parts.add(JavaText.of("$L", StringLiterals.of(text)));
      }
      if (i < operands.size()) {
        parts.add(operand(exception.form(i), operands.get(i)));
      }
    }
    return JavaText.join(parts, " + ");
  }

  private static JavaText operand(MessageForm form, Expression number) {
    JavaText value = value(form, number);
    return form.format().isEmpty()
        ? value
        : JavaText.of("$T.format($L, $L)", String.class, StringLiterals.of(form.format()), value);
  }

  private static JavaText value(MessageForm form, Expression number) {
    return switch (form.kind()) {
      case NUMBER ->
          form.format().isEmpty() ? number.within(Precedence.MULTIPLICATIVE) : number.code();
      case BYTE, SHORT, CHAR ->
          JavaText.of("($L) $L", form.word(), number.within(Precedence.UNARY));
      case NAME -> {
        List<JavaText> names = new ArrayList<>(List.of(JavaText.of("null")));
        form.names().forEach(name -> names.add(JavaText.of("$L", StringLiterals.of(name))));
        yield JavaText.of(
            "new $T[] {$L}[$L + 1]",
            String.class,
            JavaText.join(names, ", "),
            number.within(Precedence.ADDITIVE));
      }
    };
  }
}
