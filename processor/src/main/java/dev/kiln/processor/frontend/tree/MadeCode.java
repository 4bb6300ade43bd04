package dev.kiln.processor.frontend.tree;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TreeVisitor;
import dev.kiln.processor.frontend.report.MadeTree;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Name;

/** Makes the code that a short form stands for, such as the call that a method reference means. */
public final class MadeCode {
  private final Tree origin;

  /**
   * Makes code.
   *
   * @param origin the short form, which messages and positions name
   */
  public MadeCode(Tree origin) {
    this.origin = origin;
  }

  /** {@code name}. */
  public ExpressionTree name(String name) {
    return new Identifier(origin, new Text(name));
  }

  /** {@code owner.name(arguments)}. */
  public ExpressionTree call(ExpressionTree owner, String name, List<ExpressionTree> arguments) {
    return new Invocation(origin, new Select(origin, owner, new Text(name)), arguments);
  }

  /** {@code new type(arguments)}. */
  public ExpressionTree creation(ExpressionTree type, List<ExpressionTree> arguments) {
    return new Creation(origin, type, arguments);
  }

  /** {@code new element[length]}. */
  public ExpressionTree array(Tree element, ExpressionTree length) {
    return new ArrayCreation(origin, element, List.of(length));
  }

  private record Text(String text) implements Name {
    @Override
    public boolean contentEquals(CharSequence other) {
      return text.contentEquals(other);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private record Identifier(Tree origin, Name name) implements IdentifierTree, MadeTree {
    @Override
    public Name getName() {
      return name;
    }

    @Override
    public Kind getKind() {
      return Kind.IDENTIFIER;
    }

    @Override
    public <R, D> R accept(TreeVisitor<R, D> visitor, D data) {
      return visitor.visitIdentifier(this, data);
    }

    @Override
    public String toString() {
      return name.toString();
    }
  }

  private record Select(Tree origin, ExpressionTree owner, Name name)
      implements MemberSelectTree, MadeTree {
    @Override
    public ExpressionTree getExpression() {
      return owner;
    }

    @Override
    public Name getIdentifier() {
      return name;
    }

    @Override
    public Kind getKind() {
      return Kind.MEMBER_SELECT;
    }

    @Override
    public <R, D> R accept(TreeVisitor<R, D> visitor, D data) {
      return visitor.visitMemberSelect(this, data);
    }

    @Override
    public String toString() {
      return owner + "." + name;
    }
  }

  private record Invocation(Tree origin, ExpressionTree method, List<ExpressionTree> arguments)
      implements MethodInvocationTree, MadeTree {
    @Override
    public List<? extends Tree> getTypeArguments() {
      return List.of();
    }

    @Override
    public ExpressionTree getMethodSelect() {
      return method;
    }

    @Override
    public List<? extends ExpressionTree> getArguments() {
      return arguments;
    }

    @Override
    public Kind getKind() {
      return Kind.METHOD_INVOCATION;
    }

    @Override
    public <R, D> R accept(TreeVisitor<R, D> visitor, D data) {
      return visitor.visitMethodInvocation(this, data);
    }

    @Override
    public String toString() {
      return method + MadeCode.list(arguments);
    }
  }

  private record Creation(Tree origin, ExpressionTree type, List<ExpressionTree> arguments)
      implements NewClassTree, MadeTree {
    @Override
    public ExpressionTree getEnclosingExpression() {
      return null;
    }

    @Override
    public List<? extends Tree> getTypeArguments() {
      return List.of();
    }

    @Override
    public ExpressionTree getIdentifier() {
      return type;
    }

    @Override
    public List<? extends ExpressionTree> getArguments() {
      return arguments;
    }

    @Override
    public ClassTree getClassBody() {
      return null;
    }

    @Override
    public Kind getKind() {
      return Kind.NEW_CLASS;
    }

    @Override
    public <R, D> R accept(TreeVisitor<R, D> visitor, D data) {
      return visitor.visitNewClass(this, data);
    }

    @Override
    public String toString() {
      return "new " + type + MadeCode.list(arguments);
    }
  }

  private record ArrayCreation(Tree origin, Tree element, List<ExpressionTree> lengths)
      implements NewArrayTree, MadeTree {
    @Override
    public Tree getType() {
      return element;
    }

    @Override
    public List<? extends ExpressionTree> getDimensions() {
      return lengths;
    }

    @Override
    public List<? extends ExpressionTree> getInitializers() {
      return null;
    }

    @Override
    public List<? extends AnnotationTree> getAnnotations() {
      return List.of();
    }

    @Override
    public List<? extends List<? extends AnnotationTree>> getDimAnnotations() {
      return List.of();
    }

    @Override
    public Kind getKind() {
      return Kind.NEW_ARRAY;
    }

    @Override
    public <R, D> R accept(TreeVisitor<R, D> visitor, D data) {
      return visitor.visitNewArray(this, data);
    }

    @Override
    public String toString() {
      return "new " + element + lengths;
    }
  }

  private static String list(List<ExpressionTree> arguments) {
    return arguments.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
  }
}
