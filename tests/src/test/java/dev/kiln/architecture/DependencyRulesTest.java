package dev.kiln.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.kiln.kernel.InnerLoops;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DependencyRulesTest {
  private static final DescribedPredicate<JavaClass> VECTOR_LOOPS =
      DescribedPredicate.describe(
          "VectorLoops", type -> type.getName().equals("dev.kiln.kernel.VectorLoops"));

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.kiln.(**)").should().beFreeOfCycles().check(ModuleClasses.LIBRARY);
  }

  @Test
  void annotationsNeedNothingButJavaBase() {
    classes()
        .should(onlyDependOnClassesThat(areInJavaBase().or(areIn("dev.kiln.annotation"))))
        .check(ModuleClasses.ANNOTATIONS);
  }

  @Test
  void runtimeNeedsNothingButJavaBaseAndTheAnnotations() {
    DescribedPredicate<JavaClass> belongToTheRuntime =
        DescribedPredicate.describe(
            "belong to the runtime",
            type -> ModuleClasses.RUNTIME.contain(type.getBaseComponentType().getName()));
    classes()
        .that(are(not(VECTOR_LOOPS)))
        .should(
            onlyDependOnClassesThat(
                areInJavaBase().or(areIn("dev.kiln.annotation")).or(belongToTheRuntime)))
        .check(ModuleClasses.RUNTIME);
  }

  /** It is loaded where the Vector API is, and that is for one class to find out. */
  @Test
  void oneClassCallsTheVectorLoops() {
    classes()
        .that(are(VECTOR_LOOPS))
        .should()
        .onlyBeAccessed()
        .byClassesThat(are(VECTOR_LOOPS).or(type(InnerLoops.class)))
        .check(ModuleClasses.RUNTIME);
  }

  @Test
  void processorReadsTreesThroughTheExportedInterfaceOnly() {
    noClasses()
        .should(dependOnClassesThat(areInPackagesFrom("com.sun.tools")))
        .check(ModuleClasses.PROCESSOR);
  }

  private static DescribedPredicate<JavaClass> areIn(String packageName) {
    return DescribedPredicate.describe(
        "are in " + packageName,
        type -> type.getBaseComponentType().getPackageName().equals(packageName));
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
