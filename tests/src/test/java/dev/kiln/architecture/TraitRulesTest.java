package dev.kiln.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Passes, derivatives, the front end and the emitter ask for {@link dev.kiln.op.definition.Trait}s,
 * so that a new operation needs no change there. Where they ask for one operation nevertheless, the
 * reason stands here.
 */
class TraitRulesTest {
  private static final List<String> MODULES = List.of("graph", "processor", "testkit");

  private static final Pattern ASKED =
      Pattern.compile("(?:[=!]=|contains\\(|isApplied\\(|Set\\.of\\()\\s*(\\w+Ops\\.[A-Z][A-Z_]*)");
  private static final Pattern ASKED_BY_NAME =
      Pattern.compile(
          "definition(\\(\\))?\\.name\\(\\)\\.(equals|startsWith|endsWith|contains|split)"
              + "|contains\\((\\w+\\.)?definition(\\(\\))?\\.name\\(\\)\\)");

  private static final String RULE = "a rewrite rule of this operation";
  private static final String ADJOINT = "the adjoint of this operation, which reverse mode builds";
  private static final String RECORDS = "records are replaced by what this operation puts together";

  private static final String TERMS = "the method of terms that means this operation";

  /** File and operation, with how often it asks, and why. */
  private static final Map<String, String> REASONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("BackwardSweep ArrayPairOps.ARRAY_ADD_ALL 1", ADJOINT),
              Map.entry("CheckpointMark CheckpointOps.CHECKPOINT 1", "the mark itself"),
              Map.entry("DecodeValues CodeOps.CODED_AS 1", "the types that it takes away"),
              Map.entry("DecodeValues CodeOps.CODE_OF 1", "the types that it takes away"),
              Map.entry(
                  "Constants ElementwiseOps.DIVIDE_INTEGER 1",
                  "its quotient is a size where nothing remains, as a remainder is not"),
              Map.entry("Constants SliceOps.DIMENSION 1", "it is what gives sizes of tensors"),
              Map.entry(
                  "Extremum GradientOps.CHOSEN 1",
                  "what the pass before it made of a running extremum"),
              Map.entry("FiniteNumbers ArrayOps.ARRAY_ACCUMULATE 1", "what it leaves in memory"),
              Map.entry("FiniteNumbers ArrayOps.ARRAY_CLEAR 1", "what it leaves in memory"),
              Map.entry("FlattenRecords RecordOps.RECORD_GET 1", RECORDS),
              Map.entry("FlattenRecords CheckOps.REQUIRE_NON_NULL 1", RECORDS),
              Map.entry("FlattenRecords RecordOps.RECORD_NEW 1", RECORDS),
              Map.entry("FlattenRecords RecordOps.RECORD_NON_NULL 1", RECORDS),
              Map.entry("IfEmitter CheckOps.ASSERTIONS_ENABLED 1", "becomes an assert statement"),
              Map.entry("InactiveValues GradientOps.STOP_GRADIENT 1", "a message of its own"),
              Map.entry("InnerLoop ArrayOps.ARRAY_ACCUMULATE 1", "a store that adds, in a pattern"),
              Map.entry(
                  "InnerLoop GradientOps.ACCUMULATE 1",
                  "only a sum whose order is free becomes a kernel"),
              Map.entry("TensorLifetimes StackOps.STACK_POP 1", "what is saved and taken back"),
              Map.entry("TensorLifetimes StackOps.STACK_PUSH 1", "what is saved and taken back"),
              Map.entry("Lengths ElementwiseOps.DIVIDE 1", RULE),
              Map.entry("Lengths ElementwiseOps.NEGATE 1", RULE),
              Map.entry("Lengths ElementwiseOps.SQUARE 1", RULE),
              Map.entry("NullableRecords RecordOps.RECORD_GET 1", RECORDS),
              Map.entry("NullableRecords RecordOps.RECORD_NEW 1", RECORDS),
              Map.entry("NumberFact ChainOps.PRODUCT 1", "not the steep one"),
              Map.entry("NumberFact ChainOps.QUOTIENT 1", "not the steep one"),
              Map.entry("NumberFact ElementwiseOps.DIVIDE 1", "what is known of a quotient"),
              Map.entry("OperationApplication CreationOps.FULL 1", "a check of its attribute"),
              Map.entry(
                  "OperationApplication ElementwiseOps.DIVIDE 1",
                  "of whole numbers it is another operation"),
              Map.entry(
                  "OperationApplication ElementwiseOps.REMAINDER 1",
                  "of whole numbers it is another operation"),
              Map.entry(
                  "OperatorLowering ElementwiseOps.DIVIDE_INTEGER 1",
                  "its result is known to be a quotient"),
              Map.entry("ResolveBranches ElementwiseOps.AND 1", "what is known of truth values"),
              Map.entry("ResolveBranches ElementwiseOps.NOT 1", "what is known of truth values"),
              Map.entry("ResolveBranches ElementwiseOps.OR 1", "what is known of truth values"),
              Map.entry(
                  "ScratchMemory StackOps.STACK_POP 1", "what comes off a stack may be used later"),
              Map.entry(
                  "ScratchMemory StackOps.STACK_PUSH 1", "what goes on a stack is used later"),
              Map.entry("SharedGradient ArrayOps.ARRAY_CLEAR 1", "clears what is given"),
              Map.entry("SimplifyArithmetic ElementwiseOps.NEGATE 3", RULE),
              Map.entry("SimplifyArithmetic GradientOps.STOP_GRADIENT 1", RULE),
              Map.entry("SimplifyArithmetic LayoutOps.RESHAPE 1", RULE),
              Map.entry("SquaredLengths ElementwiseOps.DIVIDE 1", RULE),
              Map.entry("SquaredLengths ElementwiseOps.NEGATE 1", RULE),
              Map.entry("StackReversal StackOps.STACK_POP 1", ADJOINT),
              Map.entry("StackReversal StackOps.STACK_PUSH 1", ADJOINT),
              Map.entry("StoredElements RecordOps.RECORD_NEW 1", RECORDS),
              Map.entry("TermCalls ConstantOps.TENSOR_CONSTANT 1", TERMS),
              Map.entry("TermCalls ElementwiseOps.DIVIDE_INTEGER 1", TERMS),
              Map.entry("TermCalls ElementwiseOps.REMAINDER_INTEGER 1", TERMS),
              Map.entry("ValueEmitter CheckOps.REQUIRE_DISTINCT_ROWS 1", "code of its own"),
              Map.entry(
                  "WorkspaceAllocation CheckOps.REQUIRE_DISTINCT_ROWS 1", "memory of its own")));

  @Test
  void particularOperationsAreAskedForWithReason() throws IOException {
    Map<String, Integer> found = new TreeMap<>();
    for (Path file : sources()) {
      Matcher asked = ASKED.matcher(Files.readString(file));
      while (asked.find()) {
        found.merge(simpleName(file) + " " + asked.group(1), 1, Integer::sum);
      }
    }
    List<String> places = new ArrayList<>();
    found.forEach((place, count) -> places.add(place + " " + count));
    assertEquals(
        String.join("\n", new TreeSet<>(REASONS.keySet())),
        String.join("\n", new TreeSet<>(places)),
        "ask for a trait, or give the reason in this test");
  }

  @Test
  void operationsAreNotToldByTheirNames() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources()) {
      ASKED_BY_NAME
          .matcher(Files.readString(file))
          .results()
          .forEach(each -> found.add(simpleName(file) + ": " + each.group()));
    }
    assertEquals(List.of(), found);
  }

  private static String simpleName(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    List<Path> files = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> walk = Files.walk(root.resolve(module).resolve("src/main/java"))) {
        walk.filter(each -> each.toString().endsWith(".java")).forEach(files::add);
      }
    }
    return files;
  }
}
