package dev.kiln.processor.model.origin;

import com.sun.source.tree.CompilationUnitTree;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/**
 * Where an expression is written.
 *
 * @param owner the class
 * @param path how the model that runs the code is reached from the outer one: empty, or with a dot
 *     at the end
 * @param variables all variables, with how what they hold was made where that is known
 */
record Place(
    TypeElement owner,
    String path,
    CompilationUnitTree unit,
    Map<String, Optional<Origin>> variables) {}
