package dev.kiln.processor;

import dev.kiln.annotation.Model;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.element.Element;
import javax.lang.model.util.ElementScanner14;

/**
 * Which annotations Kiln asks for and claims.
 *
 * <p>With {@code -Xlint:processing}, javac warns of annotations that nobody claims, those of a user
 * and of test frameworks among them, once there is any processor. But once all annotations of a
 * round are claimed, it does not run the processors that come after, not even those for any
 * annotation. So where Kiln's processor is the only one, it claims all of them; else only its own,
 * and these only where other annotations stay or no other processor may want all.
 */
final class Claim {
  private static final String OURS = Model.class.getPackageName() + ".";

  private Claim() {}

  /** What the processor asks javac for. */
  static Set<String> wanted() {
    return Set.of(othersAll(type -> false) ? "*" : OURS + "*");
  }

  /** Whether a claim keeps no other processor from running. */
  static boolean isHarmless(RoundEnvironment round) {
    return round.getRootElements().stream().anyMatch(Claim::hasOtherAnnotations)
        || othersAll(Claim::wantsOnlyItsOwn);
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
   * Whether the processors that are installed beside Kiln's are all such. This cannot be told, and
   * is taken for false, where a program hands javac its own processors.
   */
  private static boolean othersAll(Predicate<Class<? extends Processor>> such) {
    ClassLoader installed = Claim.class.getClassLoader();
    if (installed == ClassLoader.getSystemClassLoader()) {
      return false;
    }
    try {
      return ServiceLoader.load(Processor.class, installed).stream()
          .map(ServiceLoader.Provider::type)
          .allMatch(type -> type == KilnProcessor.class || such.test(type));
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
