package dev.kiln.processor.model;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import javax.lang.model.element.TypeElement;

/**
 * A function among the models that a field holds, such as {@code Tensor::relu} between two layers.
 *
 * @param tree the lambda or method reference
 * @param owner the class that it is written in
 * @param path how that model is reached from the outer one: empty, or with a dot at the end
 * @param unit the file that it is written in
 */
public record ModelFunction(
    ExpressionTree tree, TypeElement owner, String path, CompilationUnitTree unit) {}
