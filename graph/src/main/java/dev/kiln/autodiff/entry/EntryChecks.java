package dev.kiln.autodiff.entry;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.SourcePlaces;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.array.ArrayPairOps;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.control.CheckOps.Sharing;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.type.ArrayType;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * The checks that a derivative begins with. A derivative keeps one adjoint or tangent for each
 * array. So an array that is written must not be reached in two ways from the arguments: as two of
 * them, as a row of one and another, as two rows of one, or as an argument and an array that the
 * caller gives for a derivative. Arrays that are only read may be shared as one likes. Nothing is
 * checked where no types and stores of the method allow a fault.
 */
public final class EntryChecks {
  private static final int MOST_PAIRS = 64;

  private record Use(Value array, String path, int written, Sharing sharing) {
    int rank() {
      return ((ArrayType) array.type()).rank();
    }

    Object element() {
      return ((ArrayType) array.type()).element();
    }
  }

  private record Added(String name, int written) {}

  private record Likeness(String input, String other, String what, OpDefinition check) {}

  private final Graph primal;
  private final String method;
  private final SourcePosition begin;
  private final List<Integer> ranks;
  private final List<Sharing> sharing = new ArrayList<>();
  private final List<Added> added = new ArrayList<>();
  private final List<Likeness> alike = new ArrayList<>();

  private EntryChecks(Graph primal, Predicate<Integer> hasDerivative, Sharing others) {
    this.primal = primal;
    this.method = method(primal);
    this.begin = SourcePlaces.first(primal.entry().body());
    this.ranks = WrittenRanks.of(primal);
    for (int i = 0; i < primal.inputs().size(); i++) {
      sharing.add(hasDerivative.test(i) ? Sharing.ROWS_APART : others);
    }
  }

  /**
   * The checks of forward mode, which runs the method as it is: arrays without tangents may be
   * shared among themselves.
   *
   * @param isVaried says which inputs have tangents, by their number
   */
  public static EntryChecks forward(Graph primal, Predicate<Integer> isVaried) {
    return new EntryChecks(primal, isVaried, Sharing.BESIDE);
  }

  /**
   * The checks of reverse mode, which undoes what the method stores and reads again what it read:
   * it takes all inputs for different arrays. Rows of one array may be the same where they have no
   * adjoints.
   *
   * @param isShadowed says which inputs have adjoints, by their number
   */
  public static EntryChecks reverse(Graph primal, Predicate<Integer> isShadowed) {
    return new EntryChecks(primal, isShadowed, Sharing.APART);
  }

  /** The method as messages name it: of the derivative of a derivative, that which users wrote. */
  private static String method(Graph primal) {
    return primal.entry().body().operations().stream()
        .takeWhile(
            operation -> operation instanceof Operation.Apply check && check.is(Trait.DISTINCTNESS))
        .map(operation -> ((Operation.Apply) operation).attributes().text("method"))
        .findFirst()
        .orElse(primal.name());
  }

  /** An array that the derivative takes beside the inputs of the method, and writes. */
  public EntryChecks written(String input) {
    added.add(new Added(input, 1));
    return this;
  }

  /** An array that the derivative takes beside the inputs of the method, and only reads. */
  public EntryChecks read(String input) {
    added.add(new Added(input, 0));
    return this;
  }

  /** A tangent, which is written as its array is, and has the structure of that. */
  public EntryChecks tangent(String input, int primalInput) {
    added.add(new Added(input, ranks.get(primalInput)));
    return like(input, primalInput, "tangent");
  }

  /**
   * An array that has the structure of an input of the method.
   *
   * @param what it is called of that input, such as a tangent
   */
  public EntryChecks like(String input, int primalInput, String what) {
    return alike(input, primalInput, what, ArrayPairOps.ARRAY_REQUIRE_SIMILAR);
  }

  /** As {@link #like}, where only the length is known before the method has run. */
  public EntryChecks asLongAs(String input, int primalInput, String what) {
    return alike(input, primalInput, what, ArrayPairOps.ARRAY_REQUIRE_SAME_LENGTH);
  }

  private EntryChecks alike(String input, int primalInput, String what, OpDefinition check) {
    alike.add(new Likeness(input, primal.inputs().get(primalInput).name(), what, check));
    return this;
  }

  /** The derivative with the checks before it. */
  public Graph before(Graph derived) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < derived.inputs().size(); i++) {
      values.put(derived.inputs().get(i).name(), derived.entry().parameters().get(i));
    }
    List<Operation> operations = new ArrayList<>();
    Map<Object, List<Use>> byElement = new LinkedHashMap<>();
    uses(values)
        .forEach(
            use -> byElement.computeIfAbsent(use.element(), key -> new ArrayList<>()).add(use));
    byElement.values().forEach(uses -> requireDistinct(uses, operations));
    for (Likeness each : alike) {
      Value input = values.get(each.input());
      if (AliasClasses.isReference(input)) {
        operations.add(requireAlike(each, values.get(each.other()), input));
      }
    }
    operations.addAll(derived.entry().body().operations());
    Function entry = derived.entry();
    Block body = new Block(entry.body().parameters(), operations, entry.body().terminator());
    return derived.withEntry(entry.withBody(body));
  }

  private List<Use> uses(Map<String, Value> values) {
    InputPaths paths = new InputPaths(primal);
    List<Use> uses = new ArrayList<>();
    for (int i = 0; i < primal.inputs().size(); i++) {
      String name = primal.inputs().get(i).name();
      uses.add(new Use(values.get(name), paths.of(name), ranks.get(i), sharing.get(i)));
    }
    for (Added each : added) {
      Value value = values.get(each.name());
      uses.add(new Use(value, each.name(), each.written(), Sharing.ROWS_APART));
    }
    uses.removeIf(use -> !AliasClasses.isReference(use.array()));
    return uses;
  }

  private Operation requireAlike(Likeness each, Value other, Value input) {
    Attributes names = likeness(method, each.other(), each.what(), each.input());
    return apply(each.check(), names, List.of(other, input));
  }

  /** What a check that two arrays have one structure says. */
  public static Attributes likeness(String method, String array, String what, String name) {
    String names = method + ": '" + array + "' and its " + what + " '" + name + "'";
    return Attributes.of("names", new Attribute.Text(names));
  }

  private Operation apply(OpDefinition check, Attributes attributes, List<Value> operands) {
    return new Operation.Apply(check, attributes, operands, List.of(), begin);
  }

  /**
   * Arrays with one type of elements: pairs are compared, unless it takes a look at their rows, or
   * there are many.
   */
  private void requireDistinct(List<Use> uses, List<Operation> operations) {
    List<Use> lookedAt = partners(uses, EntryChecks::mayShareRow);
    List<Operation> pairs = new ArrayList<>();
    for (int i = 0; i < uses.size(); i++) {
      for (int j = i + 1; j < uses.size(); j++) {
        Use first = uses.get(i);
        Use second = uses.get(j);
        boolean together = lookedAt.contains(first) && lookedAt.contains(second);
        if (!together && mayBeOne(first, second)) {
          pairs.add(requireDistinct(first, second));
        }
      }
    }
    if (pairs.size() > MOST_PAIRS) {
      pairs.clear();
      lookedAt = partners(uses, (a, b) -> mayShareRow(a, b) || a != b && mayBeOne(a, b));
    }
    operations.addAll(pairs);
    if (!lookedAt.isEmpty()) {
      operations.add(requireDistinctRows(lookedAt));
    }
  }

  private static List<Use> partners(List<Use> uses, BiPredicate<Use, Use> areInvolved) {
    return uses.stream()
        .filter(use -> uses.stream().anyMatch(other -> areInvolved.test(use, other)))
        .toList();
  }

  /** Whether it is a fault if a row of one is the other or one of its rows. */
  private static boolean mayShareRow(Use first, Use second) {
    int lowest = lowest(first, second);
    if (lowest == 0) {
      return false;
    }
    if (first == second) {
      return first.sharing() == Sharing.ROWS_APART && lowest < first.rank();
    }
    int shared = Math.min(first.rank(), second.rank());
    return matters(first, second)
        && lowest <= shared
        && (lowest < shared || first.rank() != second.rank());
  }

  private static boolean mayBeOne(Use first, Use second) {
    int lowest = lowest(first, second);
    return matters(first, second)
        && lowest > 0
        && lowest <= first.rank()
        && first.rank() == second.rank();
  }

  private static boolean matters(Use first, Use second) {
    return first.sharing() != Sharing.BESIDE || second.sharing() != Sharing.BESIDE;
  }

  /** The lowest rank at which one of them is written; 0 where none is. */
  private static int lowest(Use first, Use second) {
    return first.written() == 0 || second.written() == 0
        ? Math.max(first.written(), second.written())
        : Math.min(first.written(), second.written());
  }

  private Operation requireDistinct(Use first, Use second) {
    String names =
        "'" + InputPaths.whole(first.path()) + "' and '" + InputPaths.whole(second.path()) + "'";
    Attributes attributes =
        Attributes.of("method", new Attribute.Text(method))
            .with("names", new Attribute.Text(names));
    return apply(
        ArrayPairOps.ARRAY_REQUIRE_DISTINCT, attributes, List.of(first.array(), second.array()));
  }

  private Operation requireDistinctRows(List<Use> uses) {
    List<String> paths = uses.stream().map(Use::path).toList();
    List<Long> written = uses.stream().map(use -> (long) use.written()).toList();
    List<String> sharing = uses.stream().map(use -> use.sharing().name()).toList();
    Attributes attributes =
        Attributes.of("method", new Attribute.Text(method))
            .with("paths", new Attribute.Text(String.join(",", paths)))
            .with("written", new Attribute.Integers(written))
            .with("sharing", new Attribute.Text(String.join(",", sharing)));
    return apply(
        CheckOps.REQUIRE_DISTINCT_ROWS, attributes, uses.stream().map(Use::array).toList());
  }
}
