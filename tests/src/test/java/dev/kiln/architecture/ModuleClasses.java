package dev.kiln.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.kiln.annotation.Model;
import dev.kiln.graph.Graph;
import dev.kiln.processor.KilnProcessor;
import dev.kiln.testkit.GradCheck;
import dev.kiln.type.ValueType;
import java.net.URL;
import java.util.List;

/** The compiled classes of each module, found through one class of it. */
final class ModuleClasses {
  static final JavaClasses ANNOTATIONS = classesBeside(Model.class);
  static final JavaClasses RUNTIME = classesBeside(ValueType.class);
  static final JavaClasses GRAPH = classesBeside(Graph.class);
  static final JavaClasses PROCESSOR = classesBeside(KilnProcessor.class);
  static final JavaClasses LIBRARY =
      classesBeside(
          Model.class, ValueType.class, Graph.class, KilnProcessor.class, GradCheck.class);

  private ModuleClasses() {}

  private static JavaClasses classesBeside(Class<?>... members) {
    List<URL> locations =
        List.of(members).stream()
            .map(member -> member.getProtectionDomain().getCodeSource().getLocation())
            .toList();
    return new ClassFileImporter().importUrls(locations);
  }
}
