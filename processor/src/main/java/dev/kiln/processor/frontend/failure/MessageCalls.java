package dev.kiln.processor.frontend.failure;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import dev.kiln.processor.frontend.code.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** Tells which calls give texts that a message may be made of. */
final class MessageCalls {
  /**
   * A call that gives a text.
   *
   * @param format how the arguments are formatted; empty where it is written in the code
   * @param arguments what the text is made of; where the format is in the code, behind it
   */
  record Found(Optional<String> format, List<? extends ExpressionTree> arguments) {}

  private static final String JOINED = "%s";

  /** Static methods that write one argument, with its format. */
  private static final Map<String, String> OF_ONE =
      Map.ofEntries(
          Map.entry("java.lang.String.valueOf", JOINED),
          Map.entry("java.lang.Boolean.toString", JOINED),
          Map.entry("java.lang.Byte.toString", JOINED),
          Map.entry("java.lang.Character.toString", JOINED),
          Map.entry("java.lang.Double.toString", JOINED),
          Map.entry("java.lang.Float.toString", JOINED),
          Map.entry("java.lang.Integer.toString", JOINED),
          Map.entry("java.lang.Long.toString", JOINED),
          Map.entry("java.lang.Short.toString", JOINED),
          Map.entry("java.lang.Integer.toHexString", "%x"),
          Map.entry("java.lang.Long.toHexString", "%x"),
          Map.entry("java.lang.Integer.toOctalString", "%o"),
          Map.entry("java.lang.Long.toOctalString", "%o"));

  private final Context context;

  MessageCalls(Context context) {
    this.context = context;
  }

  /** The call that an expression is; empty for every other one. */
  Optional<Found> find(ExpressionTree tree) {
    if (!(tree instanceof MethodInvocationTree call)
        || !(call.getMethodSelect() instanceof MemberSelectTree select)) {
      return Optional.empty();
    }
    String name = select.getIdentifier().toString();
    List<? extends ExpressionTree> arguments = call.getArguments();
    TypeElement owner = context.names().typeOrNull(select.getExpression(), context);
    if (owner == null) {
      boolean isFormat = name.equals("formatted") && isString(select.getExpression());
      return isFormat
          ? Optional.of(new Found(Optional.empty(), withFirst(select.getExpression(), arguments)))
          : Optional.empty();
    }
    String called = owner.getQualifiedName() + "." + name;
    if (called.equals("java.lang.String.format") && !arguments.isEmpty()) {
      return isString(arguments.get(0))
          ? Optional.of(new Found(Optional.empty(), arguments))
          : Optional.empty();
    }
    boolean isOfOne = OF_ONE.containsKey(called) && arguments.size() == 1;
    return isOfOne
        ? Optional.of(new Found(Optional.of(OF_ONE.get(called)), arguments))
        : Optional.empty();
  }

  /** The enum whose name a call such as {@code mode.name()} gives, as code; perhaps of no enum. */
  Optional<ExpressionTree> named(ExpressionTree tree) {
    boolean isNamed =
        tree instanceof MethodInvocationTree call
            && call.getArguments().isEmpty()
            && call.getMethodSelect() instanceof MemberSelectTree select
            && (select.getIdentifier().contentEquals("name")
                || select.getIdentifier().contentEquals("toString"))
            && context.names().typeOrNull(select.getExpression(), context) == null;
    return isNamed
        ? Optional.of(
            ((MemberSelectTree) ((MethodInvocationTree) tree).getMethodSelect()).getExpression())
        : Optional.empty();
  }

  private boolean isString(ExpressionTree tree) {
    return tree.getKind() == Tree.Kind.STRING_LITERAL
        || context.constants().constant(tree).filter(String.class::isInstance).isPresent();
  }

  private static List<ExpressionTree> withFirst(
      ExpressionTree first, List<? extends ExpressionTree> others) {
    List<ExpressionTree> all = new ArrayList<>();
    all.add(first);
    all.addAll(others);
    return all;
  }
}
