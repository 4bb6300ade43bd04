package dev.kiln.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

class NamingRulesTest {
  /** A class is called after its one job; these words name none. */
  @Test
  void noClassIsCalledAfterNoJob() {
    noClasses()
        .should()
        .haveNameMatching(".*(Utils?|Utilities|Helpers?|Managers?|Impl)")
        .check(ModuleClasses.LIBRARY);
  }
}
