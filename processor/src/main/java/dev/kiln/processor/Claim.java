package dev.kiln.processor;

import dev.kiln.annotation.Model;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.element.Element;
import javax.lang.model.util.ElementScanner14;

/**
 * Whether to claim Kiln's annotations.
 *
 * <p>With {@code -Xlint:processing}, javac warns of annotations that nobody claims. But once all
 * annotations of a round are claimed, it does not run the processors that come after, not even
 * those for any annotation. So they are claimed where other annotations stay, or where there are no
 * such processors.
 */
final class Claim {
  private static final String OURS = Model.class.getPackageName() + ".";

  private Claim() {}

  /** Whether a claim keeps no other processor from running. */
  static boolean isHarmless(RoundEnvironment round) {
    return round.getRootElements().stream().anyMatch(Claim::hasOtherAnnotations) || isAlone();
  }

  private static boolean hasOtherAnnotations(Element root) {
    Search search = new Search();
    search.scan(root);
    return search.found;
  }

  /** Finds an annotation that is not Kiln's, where javac looks for them. */
  private static final class Search extends ElementScanner14<Void, Void> {
    private boolean found;

    @Override
    public Void scan(Element element, Void unused) {
      found |=
          element.getAnnotationMirrors().stream()
              .anyMatch(each -> !each.getAnnotationType().toString().startsWith(OURS));
      return found ? null : super.scan(element, unused);
    }
  }

  /**
   * Whether no processor is installed beside Kiln's that may want all annotations. This cannot be
   * told where a program hands javac its own processors.
   */
  private static boolean isAlone() {
    ClassLoader installed = Claim.class.getClassLoader();
    if (installed == ClassLoader.getSystemClassLoader()) {
      return false;
    }
    try {
      return ServiceLoader.load(Processor.class, installed).stream()
          .map(ServiceLoader.Provider::type)
          .allMatch(type -> type == KilnProcessor.class || wantsOnlyItsOwn(type));
    } catch (ServiceConfigurationError e) {
      return false; // who knows
    }
  }

  private static boolean wantsOnlyItsOwn(Class<? extends Processor> type) {
    SupportedAnnotationTypes wanted = type.getAnnotation(SupportedAnnotationTypes.class);
    List<String> names = wanted == null ? List.of("*") : Arrays.asList(wanted.value());
    return names.stream().noneMatch(each -> each.equals("*") || each.startsWith(OURS));
  }
}
