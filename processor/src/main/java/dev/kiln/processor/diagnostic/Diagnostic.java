package dev.kiln.processor.diagnostic;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;

/**
 * One message to the user, on a tree, on an element, or on neither.
 *
 * @param tree the exact expression, or null for a message on {@code element}
 * @param unit the file of {@code tree}
 * @param annotation the annotation of {@code element} that is to blame, or null
 */
public record Diagnostic(
    Code code,
    String message,
    Tree tree,
    CompilationUnitTree unit,
    Element element,
    AnnotationMirror annotation) {

  /** A message on the compilation as a whole. */
  public static Diagnostic of(Code code, Object... particulars) {
    return new Diagnostic(code, code.format(particulars), null, null, null, null);
  }

  /** A message on a tree. */
  public static Diagnostic on(
      Tree tree, CompilationUnitTree unit, Code code, Object... particulars) {
    // javac shows a call at its opening parenthesis; people look for the name
    Tree shown = tree instanceof MethodInvocationTree call ? call.getMethodSelect() : tree;
    return new Diagnostic(code, code.format(particulars), shown, unit, null, null);
  }

  /** A message on an element. */
  public static Diagnostic on(Element element, Code code, Object... particulars) {
    return new Diagnostic(code, code.format(particulars), null, null, element, null);
  }

  /** A message on an annotation of an element. */
  public static Diagnostic on(
      Element element, AnnotationMirror annotation, Code code, Object... particulars) {
    return new Diagnostic(code, code.format(particulars), null, null, element, annotation);
  }
}
