package dev.kiln.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Nothing on the run path looks up code by name: what runs is what was compiled. */
class RuntimeByteCodeTest {
  @Test
  void usesNoReflection() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..", "java.lang.invoke..")
        .check(ModuleClasses.RUNTIME);
  }

  @Test
  void looksUpNoClassesOrMembersByName() {
    noClasses()
        .should()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.type(Class.class)))
                .and(
                    target(
                        nameMatching(
                            "forName|newInstance|get(Declared)?(Method|Field|Constructor)s?"))))
        .orShould()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.assignableTo(ClassLoader.class)))
                .and(target(nameMatching("loadClass|findClass|defineClass"))))
        .check(ModuleClasses.RUNTIME);
  }

  @Test
  void looksUpNoServices() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ServiceLoader.class)
        .check(ModuleClasses.RUNTIME);
  }
}
