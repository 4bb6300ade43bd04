package dev.kiln.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What SECURITY.md promises of the code that users run. */
class SecurityRulesTest {
  @Test
  void javaObjectsAreNotDeserialised() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ObjectOutputStream.class)
        .check(ModuleClasses.LIBRARY);
  }

  @Test
  void noProcessIsStartedAndNoConnectionOpened() {
    noClasses()
        .should()
        // the compiler's files in memory are named by URIs, which opens nothing
        .dependOnClassesThat(
            resideInAnyPackage("java.net..", "javax.script..", "java.rmi..")
                .and(not(type(URI.class))))
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Runtime.class)
        .check(ModuleClasses.LIBRARY);
  }
}
