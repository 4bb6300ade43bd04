package dev.kiln.processor.frontend.failure;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.OpenBlock;
import dev.kiln.processor.frontend.type.Characters;
import dev.kiln.processor.frontend.type.Texts;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers the message of an exception: texts and scalars in turn, joined as Java joins them. */
public final class MessageLowering {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;
  private final Texts texts;
  private final List<String> parts = new ArrayList<>(List.of(""));
  private final List<Value> values = new ArrayList<>();

  /** Lowers a message at one place. */
  public MessageLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
    this.texts = new Texts(context.constants());
  }

  /**
   * Computes what is in a message.
   *
   * @return how a block ends that throws {@code exception} with the message {@code tree}
   */
  public Terminator lower(String exception, ExpressionTree tree, SourcePosition position) {
    append(tree);
    return new Terminator.Throw(exception, parts, values, position);
  }

  private void append(ExpressionTree tree) {
    Optional<Object> text = texts.constant(tree);
    if (text.isPresent()) {
      int last = parts.size() - 1;
      parts.set(last, parts.get(last) + text.get());
    } else if (tree instanceof ParenthesizedTree inner) {
      append(inner.getExpression());
    } else if (tree instanceof BinaryTree sum && texts.isText(tree)) {
      append(sum.getLeftOperand());
      append(sum.getRightOperand());
    } else {
      values.add(scalar(tree));
      parts.add("");
    }
  }

  private Value scalar(ExpressionTree tree) {
    if (Characters.mayBeChar(tree, context.constants())) {
      throw block.refuse(tree, Code.MESSAGE, "a choice of chars");
    }
    Value value;
    try {
      value = lowerer.expressionOrRefusal(tree);
    } catch (Refusal refusal) {
      boolean isUnknown = refusal.diagnostic().filter(MessageLowering::isUnknownCall).isPresent();
      throw isUnknown ? block.refuse(tree, Code.MESSAGE, "this call") : refusal;
    }
    value =
        value.type().equals(CodedType.CHAR) ? value : new Conversions(block).promoted(tree, value);
    if (!(value.type() instanceof ScalarType)) {
      Object type =
          value.type() instanceof CodedType ? "a " + TypeNames.of(value.type()) : value.type();
      throw block.refuse(tree, Code.MESSAGE, type);
    }
    return value;
  }

  /** Whether a call such as that of {@code String.format} was refused, or its string argument. */
  private static boolean isUnknownCall(Diagnostic diagnostic) {
    return diagnostic.code() == Code.UNKNOWN_CALL
        || diagnostic.tree().getKind() == Tree.Kind.STRING_LITERAL;
  }
}
