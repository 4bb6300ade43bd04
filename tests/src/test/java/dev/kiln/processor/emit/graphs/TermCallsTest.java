package dev.kiln.processor.emit.graphs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.op.OpDefinition;
import dev.kiln.op.Term;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Spelling;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code FooGraphs} calls on terms the methods that are spelled as methods of tensors. */
class TermCallsTest {
  /** Methods whose result is no tensor, which {@link TermCalls} does not call. */
  private static final Set<String> LEAVE_TENSORS =
      Set.of("dim", "toDouble", "toFloat", "toInt", "toLong", "toBoolean");

  @Test
  void termsHaveTheMethodsOfTensorsThatMeanOperations() {
    Set<String> ofTerms =
        Arrays.stream(Term.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    for (OpDefinition definition : Catalogue.all()) {
      for (Spelling each : definition.spellings()) {
        boolean isCalled =
            each.owner().equals(Spelling.TENSOR)
                && !each.isStatic()
                && each.arguments().stream().noneMatch(TermCallsTest::isOfNumbers)
                && !LEAVE_TENSORS.contains(each.method());
        if (isCalled && !ofTerms.contains(each.method())) {
          missing.add(definition.name() + ": " + each.method());
        }
      }
    }
    assertEquals(List.of(), List.copyOf(missing));
  }

  private static boolean isOfNumbers(Spelling.Argument argument) {
    return argument instanceof Spelling.ScalarOperand
        || argument instanceof Spelling.ScalarOperands
        || argument instanceof Spelling.Operands;
  }
}
