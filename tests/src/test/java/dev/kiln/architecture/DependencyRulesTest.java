package dev.kiln.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.kiln.kernel.InnerLoops;
import dev.kiln.kernel.ProductLoops;
import dev.kiln.kernel.elementwise.FloatFunctions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DependencyRulesTest {
  private static final DescribedPredicate<JavaClass> VECTOR_LOOPS =
      DescribedPredicate.describe(
          "loops with the Vector API",
          type -> type.getName().matches("dev\\.kiln\\.kernel\\.(elementwise\\.)?Vector\\w+"));

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.kiln.(**)").should().beFreeOfCycles().check(ModuleClasses.LIBRARY);
  }

  /** Who reads one of these files need not read those that use it. */
  @Test
  void classesThatReadAndLowerModelsFormNoCycles() {
    slices()
        .assignedFrom(new EachFileOf("dev.kiln.processor.frontend", "dev.kiln.processor.model"))
        .should()
        .beFreeOfCycles()
        .check(ModuleClasses.PROCESSOR);
  }

  @Test
  void classesThatWriteJavaFormNoCycles() {
    slices()
        .assignedFrom(new EachFileOf("dev.kiln.processor.emit"))
        .should()
        .beFreeOfCycles()
        .check(ModuleClasses.PROCESSOR);
  }

  /** Passes and derivatives. */
  @Test
  void classesThatTransformGraphsFormNoCycles() {
    slices()
        .assignedFrom(new EachFileOf("dev.kiln.pass", "dev.kiln.autodiff"))
        .should()
        .beFreeOfCycles()
        .check(ModuleClasses.GRAPH);
  }

  @Test
  void annotationsNeedNothingButJavaBase() {
    classes()
        .should(onlyDependOnClassesThat(areInJavaBase().or(areIn("dev.kiln.annotation"))))
        .check(ModuleClasses.ANNOTATIONS);
  }

  /** A deployed model runs without graphs, and no class of its runtime can reach them. */
  @Test
  void runtimeNeedsNothingButJavaBaseAndTheAnnotations() {
    classes()
        .that(are(not(VECTOR_LOOPS)))
        .should(
            onlyDependOnClassesThat(
                areInJavaBase()
                    .or(areIn("dev.kiln.annotation"))
                    .or(belongTo("the runtime", ModuleClasses.RUNTIME))))
        .check(ModuleClasses.RUNTIME);
  }

  @Test
  void graphsNeedNothingButTheRuntime() {
    classes()
        .should(
            onlyDependOnClassesThat(
                areInJavaBase()
                    .or(areIn("dev.kiln.annotation"))
                    .or(belongTo("the runtime", ModuleClasses.RUNTIME))
                    .or(belongTo("the graphs", ModuleClasses.GRAPH))))
        .check(ModuleClasses.GRAPH);
  }

  /** Dumps, verification and timing see every pass, since the pass runner alone runs them. */
  @Test
  void passesAreRunByThePassRunner() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kiln.pass")
        .and()
        // what it lowers is a rule of the user's on its own, which is no graph on its way
        .doNotHaveSimpleName("CustomPushforwards")
        .should()
        .callMethodWhere(
            target(nameMatching("run|inReverse|forward"))
                .and(target(owner(resideInAPackage("dev.kiln.pass"))))
                .and(
                    target(
                        DescribedPredicate.describe(
                            "take a graph",
                            each -> each.getFullName().endsWith("(dev.kiln.graph.Graph)")))))
        .check(ModuleClasses.LIBRARY);
  }

  /** They are loaded where the Vector API is, and that is for one class to find out. */
  @Test
  void whoKnowsOfTheVectorApiCallsTheVectorLoops() {
    classes()
        .that(are(VECTOR_LOOPS))
        .should()
        .onlyBeAccessed()
        .byClassesThat(
            are(VECTOR_LOOPS)
                .or(type(InnerLoops.class))
                .or(type(ProductLoops.class))
                .or(type(FloatFunctions.class)))
        .check(ModuleClasses.RUNTIME);
  }

  @Test
  void processorReadsTreesThroughTheExportedInterfaceOnly() {
    noClasses()
        .should(dependOnClassesThat(areInPackagesFrom("com.sun.tools")))
        .check(ModuleClasses.PROCESSOR);
  }

  /** A slice for each source file in some packages and those below them. */
  private record EachFileOf(List<String> packages) implements SliceAssignment {
    EachFileOf(String... packages) {
      this(List.of(packages));
    }

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String inside = type.getPackageName() + ".";
      return packages.stream().anyMatch(each -> inside.startsWith(each + "."))
          ? SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""))
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "each file of " + packages;
    }
  }

  private static DescribedPredicate<JavaClass> areIn(String packageName) {
    return DescribedPredicate.describe(
        "are in " + packageName,
        type -> type.getBaseComponentType().getPackageName().equals(packageName));
  }

  private static DescribedPredicate<JavaClass> belongTo(String name, JavaClasses module) {
    return DescribedPredicate.describe(
        "belong to " + name, type -> module.contain(type.getBaseComponentType().getName()));
  }

  private static DescribedPredicate<JavaClass> areInPackagesFrom(String prefix) {
    return DescribedPredicate.describe(
        "are in " + prefix + "..", type -> (type.getPackageName() + ".").startsWith(prefix + "."));
  }

  private static DescribedPredicate<JavaClass> areInJavaBase() {
    Set<String> packages = Object.class.getModule().getPackages();
    return DescribedPredicate.describe(
        "are in java.base",
        type -> {
          JavaClass element = type.getBaseComponentType();
          return element.isPrimitive() || packages.contains(element.getPackageName());
        });
  }
}
