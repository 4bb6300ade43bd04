package dev.kiln.processor.frontend.failure;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.MessageForm;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.processor.frontend.type.Characters;
import dev.kiln.processor.frontend.type.Texts;
import dev.kiln.type.CodedType;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers the message of an exception: texts and scalars in turn, joined as Java joins them.
 *
 * <pre>
 * "x is " + x + String.format(" of %.2f", y)    parts "x is ", " of ", ""   operands x, y as "%.2f"
 * </pre>
 */
public final class MessageLowering {
  private static final int DEEPEST = 8;

  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;
  private final Texts texts;
  private final MessageCalls calls;
  private final List<String> parts;
  private final List<MessageForm> forms;
  private final List<Value> values;

  /** How many helpers are around the text at hand. */
  private final int depth;

  /** Lowers a message at one place. */
  public MessageLowering(Lowerer lowerer) {
    this(lowerer, new ArrayList<>(List.of("")), new ArrayList<>(), new ArrayList<>(), 0);
  }

  private MessageLowering(
      Lowerer lowerer, List<String> parts, List<MessageForm> forms, List<Value> values, int depth) {
    this.parts = parts;
    this.forms = forms;
    this.values = values;
    this.depth = depth;
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
    this.texts = new Texts(context.constants());
    this.calls = new MessageCalls(context);
  }

  /**
   * Computes what is in a message.
   *
   * @return how a block ends that throws {@code exception} with the message {@code tree}
   */
  public Terminator lower(String exception, ExpressionTree tree, SourcePosition position) {
    append(tree);
    return new Terminator.Throw(exception, parts, forms, values, position);
  }

  /** Whether an expression is a string that messages may be made of. */
  boolean isText(ExpressionTree tree) {
    ExpressionTree inner = Parentheses.inside(tree);
    if (inner instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
      return isText(sum.getLeftOperand()) || isText(sum.getRightOperand());
    }
    if (inner instanceof ConditionalExpressionTree choice) {
      return isText(choice.getTrueExpression()) && isText(choice.getFalseExpression());
    }
    return texts.isText(inner)
        || calls.find(inner).isPresent()
        || calls.named(inner).isPresent()
        || MessageMethod.of(inner, context).isPresent();
  }

  private void append(ExpressionTree tree) {
    Optional<Object> text = texts.constant(tree);
    Optional<MessageCalls.Found> call = calls.find(tree);
    Optional<ExpressionTree> named = calls.named(tree);
    Optional<MessageMethod> helper = MessageMethod.of(tree, context);
    if (text.isPresent()) {
      append(text.get().toString());
    } else if (tree instanceof ParenthesizedTree inner) {
      append(inner.getExpression());
    } else if (tree instanceof BinaryTree sum && isText(tree)) {
      append(sum.getLeftOperand());
      append(sum.getRightOperand());
    } else if (call.isPresent()) {
      formatted(tree, call.get());
    } else if (named.isPresent()) {
      append(name(tree, named.get()));
    } else if (helper.isPresent()) {
      append((MethodInvocationTree) tree, helper.get());
    } else if (tree instanceof ConditionalExpressionTree choice && isText(tree)) {
      append(new MessageOperands(lowerer).choice(choice));
    } else {
      append(operand(tree).joined());
    }
  }

  private void append(MethodInvocationTree tree, MessageMethod helper) {
    if (depth > DEEPEST) {
      throw block.refuse(tree, Code.MESSAGE, "a method that calls itself");
    }
    helper.lower(
        tree,
        lowerer,
        (inside, text) ->
            new MessageLowering(inside, parts, forms, values, depth + 1).append(text));
  }

  private void append(String text) {
    int last = parts.size() - 1;
    parts.set(last, parts.get(last) + text);
  }

  private void append(MessageOperands.Operand operand) {
    values.add(operand.value());
    forms.add(operand.form());
    parts.add("");
  }

  private void formatted(ExpressionTree tree, MessageCalls.Found call) {
    boolean isWritten = call.format().isEmpty();
    String format =
        isWritten
            ? texts.constant(call.arguments().get(0)).orElseThrow().toString()
            : call.format().get();
    List<? extends ExpressionTree> arguments =
        isWritten ? call.arguments().subList(1, call.arguments().size()) : call.arguments();
    List<FormatText.Part> pieces =
        FormatText.parts(format, arguments.size())
            .orElseThrow(() -> block.refuse(tree, Code.MESSAGE, "this format"));
    List<Object> given = new ArrayList<>();
    arguments.forEach(each -> given.add(formattedArgument(each)));
    for (FormatText.Part piece : pieces) {
      if (piece.isText()) {
        append(piece.text());
      } else if (piece.argument() < 0) {
        append(new MessageOperands(lowerer).withoutArgument(tree, piece.text()));
      } else if (given.get(piece.argument()) instanceof MessageOperands.Operand operand) {
        append(piece.text().equals("%s") ? operand : operand.formatted(piece.text()));
      } else {
        append(String.format(piece.text(), given.get(piece.argument())));
      }
    }
  }

  /** An operand, or a constant string. */
  private Object formattedArgument(ExpressionTree tree) {
    Optional<String> text =
        texts.constant(tree).filter(String.class::isInstance).map(Object::toString);
    if (text.isPresent()) {
      return text.get();
    }
    ExpressionTree inner = Parentheses.inside(tree);
    Optional<ExpressionTree> named = calls.named(inner);
    if (named.isPresent()) {
      return name(inner, named.get());
    }
    if (inner instanceof ConditionalExpressionTree choice && isText(choice)) {
      return new MessageOperands(lowerer).choice(choice);
    }
    return operand(tree);
  }

  private MessageOperands.Operand name(ExpressionTree tree, ExpressionTree named) {
    return new MessageOperands(lowerer).name((MethodInvocationTree) tree, lowered(named));
  }

  private MessageOperands.Operand operand(ExpressionTree tree) {
    Value value = lowered(tree);
    boolean mayBeChar = Characters.mayBeChar(tree, context.constants());
    if (mayBeChar && !value.type().equals(CodedType.CHAR)) {
      throw block.refuse(tree, Code.MESSAGE, "a choice of chars and numbers");
    }
    return new MessageOperands(lowerer).of(tree, value);
  }

  private Value lowered(ExpressionTree tree) {
    try {
      return lowerer.expressionOrRefusal(tree);
    } catch (Refusal refusal) {
      boolean isUnknown = refusal.diagnostic().filter(MessageLowering::isUnknownCall).isPresent();
      throw isUnknown ? block.refuse(tree, Code.MESSAGE, "this call") : refusal;
    }
  }

  /** Whether a call was refused that Kiln does not know, or its string argument. */
  private static boolean isUnknownCall(Diagnostic diagnostic) {
    return diagnostic.code() == Code.UNKNOWN_CALL
        || diagnostic.tree().getKind() == Tree.Kind.STRING_LITERAL;
  }
}
