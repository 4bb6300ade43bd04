package dev.kiln.autodiff.jacobian;

import dev.kiln.autodiff.Jacobians;
import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.activity.ReplacedRows;
import dev.kiln.autodiff.activity.Variation;
import dev.kiln.autodiff.adjoint.AddedNames;
import dev.kiln.autodiff.entry.EntryChecks;
import dev.kiln.autodiff.entry.WrittenInputs;
import dev.kiln.autodiff.forward.JvpBatch;
import dev.kiln.autodiff.reverse.Reverse;
import dev.kiln.autodiff.reverse.SavedElements;
import dev.kiln.autodiff.vjp.VectorJacobianProducts;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.Term;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.SplitLargeFunctions;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Builds one graph of {@link Jacobians}. */
public final class JacobianBuilder {
  /** A run in reverse takes about as long as computing so many columns forward. */
  private static final int COLUMNS_PER_ROW = 3;

  private static final int MOST_LANES = 8;

  /**
   * HotSpot compiles methods of up to 8000 bytes; {@link SplitLargeFunctions#largestPart} counts
   * about four times as many for code on scalars, which becomes nested expressions.
   */
  private static final int LARGEST = 20_000;

  private static final ArrayType MATRIX = new ArrayType(ScalarType.FLOAT64, 2);
  private static final ArrayType VECTOR = new ArrayType(ScalarType.FLOAT64, 1);

  /** Takes the tangents of all results in one direction. */
  @FunctionalInterface
  private interface Sink {
    void accept(List<Term> tangents, Term column);
  }

  private final Graph primal;
  private final List<String> wrt;
  private final GraphBuilder graph;
  private final ElementLoops loops;
  private final List<Term> inputs = new ArrayList<>();
  private final List<Term> sources = new ArrayList<>();
  private final PassRunner passes;
  private final Contents contents;
  private final Set<String> functionNames = new HashSet<>();

  /** The method that is differentiated: {@code primal}, or that whose gradient it is. */
  private final Graph method;

  /** Where reverse mode is a part of the derivative, which inputs have adjoints in it. */
  private Optional<Reverse> adjoints = Optional.empty();

  /** The positions of the inputs that have tangents. */
  private final Set<Integer> withTangents = new HashSet<>();

  /** The names of the inputs that the derivative is written into. */
  private final List<String> given = new ArrayList<>();

  /** Whether arguments, and their shadows, may end with other rows than they start with. */
  private final boolean replacesRows;

  /** The inputs whose contents are the results of a graph that returns nothing. */
  private final List<Integer> results = new ArrayList<>();

  /** The second derivatives of a method, from its gradient without the value. */
  public JacobianBuilder(
      Graph method,
      Reverse adjoints,
      Graph gradient,
      List<String> wrt,
      String name,
      PassRunner passes) {
    this(method, gradient, wrt, name, passes);
    this.adjoints = Optional.of(adjoints);
  }

  public JacobianBuilder(Graph primal, List<String> wrt, String name, PassRunner passes) {
    this(primal, primal, wrt, name, passes);
  }

  private JacobianBuilder(
      Graph method, Graph primal, List<String> wrt, String name, PassRunner passes) {
    this.passes = passes;
    this.method = method;
    this.primal = primal;
    this.wrt = wrt;
    this.graph = new GraphBuilder(name);
    this.loops = new ElementLoops(graph);
    this.replacesRows = mayReplaceRows(primal);
    WrittenInputs written = WrittenInputs.of(primal);
    List<Term> restored = new ArrayList<>();
    for (int i = 0; i < primal.inputs().size(); i++) {
      Graph.Input input = primal.inputs().get(i);
      Term term = graph.input(input.name(), primal.inputType(i), input.kind());
      inputs.add(term);
      boolean result = primal.outputs().isEmpty() && Variation.isFloating(term.type());
      if (result && written.all().contains(input.name())) {
        results.add(i);
      }
      if (written.all().contains(input.name()) && term.type() instanceof ArrayType array) {
        SavedElements.of(array, SourcePosition.UNKNOWN); // refuses what cannot be put back
      }
      boolean rows = replacesRows && written.all().contains(input.name());
      if (rows || written.alsoRead().contains(input.name())) {
        restored.add(term);
      }
    }
    contents = new Contents(graph, restored);
    if (results.stream().anyMatch(i -> !wrt.contains(primal.inputs().get(i).name()))) {
      results.removeIf(i -> wrt.contains(primal.inputs().get(i).name()));
    }
    wrt.forEach(each -> sources.add(inputs.get(position(each))));
    primal.functions().forEach(this::addFunction);
  }

  private int position(String input) {
    for (int i = 0; i < primal.inputs().size(); i++) {
      if (primal.inputs().get(i).name().equals(input)) {
        return i;
      }
    }
    throw new IllegalArgumentException(primal.name() + " has no input '" + input + "'");
  }

  public Graph jacobian() {
    Term columns = loops.count(sources);
    Optional<List<Term>> returned = returnedArrays();
    Term rows = loops.count(returned.orElseGet(this::resultsByType));
    Term jacobian = allocate(MATRIX, rows, columns);
    fill(jacobian, rows, columns, returned);
    graph.output("jacobian", jacobian);
    return checked();
  }

  public Graph jacobianInto() {
    Term jacobian = given("jacobian", MATRIX);
    Term columns = loops.count(sources);
    Optional<List<Term>> returned = returnedArrays();
    Term rows = loops.count(returned.orElseGet(this::resultsByType));
    requireShape(jacobian, rows, columns, "Jacobian");
    fill(jacobian, rows, columns, returned);
    return checked();
  }

  /** An input that the derivative is written into. */
  private Term given(String name, ValueType type) {
    List<String> taken = primal.inputs().stream().map(Graph.Input::name).toList();
    given.add(AddedNames.unused(name, taken));
    return graph.input(AddedNames.unused(name, taken), type);
  }

  /** What is built, with the checks of what it is given before it. */
  private Graph checked() {
    Predicate<Integer> derived =
        input ->
            withTangents.contains(input)
                || adjoints.filter(each -> each.isShadowed(input)).isPresent();
    EntryChecks checks =
        adjoints.isPresent()
            ? EntryChecks.reverse(method, derived)
            : EntryChecks.forward(method, derived);
    given.forEach(checks::written);
    return checks.before(graph.build());
  }

  private void requireShape(Term matrix, Term rows, Term columns, String what) {
    loops.requireLength(matrix, rows, "a " + what);
    loops.repeat(
        loops.integer(0),
        rows,
        1,
        row -> loops.requireLength(loops.load(matrix, row), columns, "rows of the " + what));
  }

  public Graph hessian() {
    Term columns = loops.count(sources);
    Term hessian = allocate(MATRIX, columns, columns);
    secondOrder(columns, (tangents, column) -> storeColumn(hessian, tangents, column));
    graph.output("hessian", hessian);
    return checked();
  }

  public Graph hessianInto() {
    Term hessian = given("hessian", MATRIX);
    Term columns = loops.count(sources);
    requireShape(hessian, columns, columns, "Hessian");
    secondOrder(columns, (tangents, column) -> storeColumn(hessian, tangents, column));
    return checked();
  }

  public Graph diagonal() {
    Term columns = loops.count(sources);
    Term diagonal = allocate(VECTOR, columns);
    secondOrder(columns, (tangents, column) -> storeElement(diagonal, tangents, column));
    graph.output("diagonal", diagonal);
    return checked();
  }

  public Graph diagonalInto() {
    Term diagonal = given("diagonal", VECTOR);
    Term columns = loops.count(sources);
    loops.requireLength(diagonal, columns, "a diagonal");
    secondOrder(columns, (tangents, column) -> storeElement(diagonal, tangents, column));
    return checked();
  }

  private void secondOrder(Term columns, Sink sink) {
    orRunOnce(List.of(columns), areArrays(sources), () -> forward(columns, sink));
  }

  private Term allocate(ArrayType type, Term... sizes) {
    List<Value> values = List.of(sizes).stream().map(graph::value).toList();
    return graph.term(
        graph
            .block()
            .apply(
                "", ArrayOps.ARRAY_NEW, Attributes.of("type", new Attribute.Type(type)), values));
  }

  /** Runs the primal once where only its results tell how many elements they have. */
  private Optional<List<Term>> returnedArrays() {
    boolean arrays =
        primal.entry().resultTypes().stream().anyMatch(type -> type instanceof ArrayType);
    if (!arrays && !(replacesRows && primal.outputs().isEmpty())) {
      return Optional.empty();
    }
    List<Term> all = new ArrayList<>(runOnce("Results"));
    results.forEach(i -> all.add(inputs.get(i)));
    return Optional.of(all.stream().filter(term -> Variation.isFloating(term.type())).toList());
  }

  private List<Term> runOnce(String suffix) {
    return new Callee(graph, primal, name(suffix), contents).call(inputs);
  }

  /**
   * Where there is nothing to differentiate, or no result, runs the graph once for what else it
   * does: it may write into arguments, or throw.
   *
   * @param sizes how many rows and columns there are
   * @param mayBeEmpty whether these may be 0, and the graph was not run yet
   */
  private void orRunOnce(List<Term> sizes, boolean mayBeEmpty, Runnable fill) {
    if (!mayBeEmpty) {
      fill.run();
      return;
    }
    Term empty =
        sizes.stream()
            .map(size -> size.equalTo(loops.integer(0)))
            .reduce(
                (left, right) ->
                    left.apply(ElementwiseOps.OR, Attributes.NONE, List.of(left, right)))
            .orElseThrow();
    graph.ifElse(
        empty,
        () -> {
          runOnce("Once");
          return List.of();
        },
        () -> {
          fill.run();
          return List.of();
        });
  }

  private static boolean areArrays(List<Term> terms) {
    return terms.stream().allMatch(term -> term.type() instanceof ArrayType);
  }

  /** Stand-ins for the results that have as many elements. */
  private List<Term> resultsByType() {
    List<Term> all = new ArrayList<>();
    for (ValueType type : primal.entry().resultTypes()) {
      if (Variation.isFloating(type)) {
        all.add(graph.constant(0.0));
      }
    }
    results.forEach(i -> all.add(inputs.get(i)));
    return all;
  }

  private void fill(Term jacobian, Term rows, Term columns, Optional<List<Term>> returned) {
    boolean mayBeEmpty = returned.isEmpty() && (areArrays(sources) || areArrays(resultsByType()));
    orRunOnce(
        List.of(rows, columns), mayBeEmpty, () -> fillElements(jacobian, rows, columns, returned));
  }

  private void fillElements(Term jacobian, Term rows, Term columns, Optional<List<Term>> returned) {
    Optional<Graph> reverse = reverse();
    if (reverse.isEmpty()) {
      forward(columns, (tangents, column) -> storeColumn(jacobian, tangents, column));
      return;
    }
    graph.ifElse(
        rows.multiply(loops.integer(COLUMNS_PER_ROW)).less(columns),
        () -> {
          backward(reverse.get(), jacobian, rows, returned);
          return List.of();
        },
        () -> {
          forward(columns, (tangents, column) -> storeColumn(jacobian, tangents, column));
          return List.of();
        });
  }

  /** Reverse mode, where there is such a derivative and it may be the shorter way. */
  private Optional<Graph> reverse() {
    boolean arrays = sources.stream().anyMatch(source -> source.type() instanceof ArrayType);
    boolean few = !arrays && sources.size() <= COLUMNS_PER_ROW;
    if (few || replacesRows) {
      return Optional.empty();
    }
    try {
      VectorJacobianProducts.Derived derived =
          VectorJacobianProducts.cotangents(primal, wrt, passes);
      adjoints = Optional.of(derived.reverse());
      return Optional.of(derived.graph());
    } catch (NotDifferentiableException e) {
      return Optional.empty();
    }
  }

  /**
   * Shadows of such arguments have another structure before a vector-Jacobian product than after.
   */
  private static boolean mayReplaceRows(Graph primal) {
    return primal.entry().parameters().stream().anyMatch(ReplacedRows::has)
        && ReplacedRows.mayBeIn(primal.entry(), new CustomRules(primal));
  }

  private void forward(Term columns, Sink sink) {
    JvpBatch.Batch batch = batch();
    int lanes = batch.lanes();
    withTangents.addAll(batch.tangentsOf());
    batch.graph().functions().forEach(this::addFunction);
    Callee callee = new Callee(graph, batch.graph(), name("Columns"), contents);
    if (replacesRows) {
      contents.restore(); // shadows have the rows that arguments have at first
    }
    List<List<Term>> shadows = new ArrayList<>();
    for (int position : batch.tangentsOf()) {
      List<Term> ofInput = new ArrayList<>();
      for (int lane = 0; lane < lanes && isArray(position); lane++) {
        ofInput.add(zerosLike(inputs.get(position)));
      }
      shadows.add(ofInput);
    }
    Optional<Contents> zeros =
        replacesRows
            ? Optional.of(new Contents(graph, shadows.stream().flatMap(List::stream).toList()))
            : Optional.empty();
    loops.repeat(
        loops.integer(0),
        columns,
        lanes,
        base -> {
          List<Term> arguments = new ArrayList<>(inputs);
          clear(shadows, zeros);
          List<List<Term>> tangents = tangents(batch, shadows, base);
          tangents.forEach(arguments::addAll);
          List<Term> returned = callee.call(arguments);
          for (int lane = 0; lane < lanes; lane++) {
            Term column = base.add(loops.integer(lane));
            List<Term> ofLane = ofLane(batch, returned, tangents, lane);
            loops.when(column.less(columns), () -> sink.accept(ofLane, column));
          }
        });
  }

  /**
   * As many lanes as the JIT compiler takes. Eight need a fifth less time than four on JDK 17 and
   * 25, and more win nothing.
   */
  private JvpBatch.Batch batch() {
    boolean arrays = sources.stream().anyMatch(source -> source.type() instanceof ArrayType);
    int lanes = arrays ? MOST_LANES : Math.min(MOST_LANES, sources.size());
    JvpBatch.Batch batch = JvpBatch.batch(primal, wrt, lanes, passes);
    while (lanes > 1 && SplitLargeFunctions.largestPart(batch.graph()) > LARGEST) {
      lanes -= lanes > 4 ? 2 : 1;
      batch = JvpBatch.batch(primal, wrt, lanes, passes);
    }
    return batch;
  }

  private boolean isArray(int input) {
    return inputs.get(input).type() instanceof ArrayType;
  }

  private Term zerosLike(Term array) {
    return array.apply(ArrayOps.ARRAY_ZEROS_LIKE, Attributes.NONE, List.of(array));
  }

  /** Gives shadows zeros again, and where rows may have been replaced those that they had. */
  private void clear(List<List<Term>> shadows, Optional<Contents> zeros) {
    if (zeros.isPresent()) {
      zeros.get().restore();
    } else {
      shadows.forEach(each -> each.forEach(shadow -> loops.perform(ArrayOps.ARRAY_CLEAR, shadow)));
    }
  }

  /** For each input with tangents one unit in each lane, or zero where it is another input's. */
  private List<List<Term>> tangents(JvpBatch.Batch batch, List<List<Term>> shadows, Term base) {
    int lanes = batch.lanes();
    List<Term> left = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      left.add(base.add(loops.integer(lane)));
    }
    List<List<Term>> tangents = new ArrayList<>();
    for (int i = 0; i < batch.tangentsOf().size(); i++) {
      Term input = inputs.get(batch.tangentsOf().get(i));
      List<Term> ofInput = new ArrayList<>();
      for (int lane = 0; lane < lanes; lane++) {
        Term position = left.get(lane);
        if (isArray(batch.tangentsOf().get(i))) {
          Term shadow = shadows.get(i).get(lane);
          if (i < wrt.size()) {
            left.set(lane, loops.place(shadow, position));
          }
          ofInput.add(shadow);
        } else {
          ofInput.add(loops.unit(position, input));
          left.set(lane, position.subtract(loops.integer(1)));
        }
      }
      tangents.add(ofInput);
    }
    return tangents;
  }

  private List<Term> ofLane(
      JvpBatch.Batch batch, List<Term> returned, List<List<Term>> tangents, int lane) {
    List<Term> ofLane = new ArrayList<>();
    for (int i = primal.outputs().size() + lane; i < returned.size(); i += batch.lanes()) {
      ofLane.add(returned.get(i));
    }
    for (int result : results) {
      int index = batch.tangentsOf().indexOf(result);
      // what never varies has no tangent: a row of zeros for each element
      ofLane.add(index < 0 ? zerosLike(inputs.get(result)) : tangents.get(index).get(lane));
    }
    return ofLane;
  }

  private void storeColumn(Term matrix, List<Term> tangents, Term column) {
    Term row = loops.integer(0);
    for (Term tangent : tangents) {
      row =
          loops.forEach(
              tangent,
              row,
              (element, at) ->
                  loops.store(loops.load(matrix, at), column, ElementLoops.asDouble(element)));
    }
  }

  /** Stores the element that belongs to the direction itself. */
  private void storeElement(Term diagonal, List<Term> tangents, Term column) {
    Term row = loops.integer(0);
    for (Term tangent : tangents) {
      row =
          loops.forEach(
              tangent,
              row,
              (element, at) ->
                  loops.when(
                      at.equalTo(column),
                      () -> loops.store(diagonal, column, ElementLoops.asDouble(element))));
    }
  }

  private void backward(Graph reverse, Term jacobian, Term rows, Optional<List<Term>> returned) {
    reverse.functions().forEach(this::addFunction);
    Callee callee = new Callee(graph, reverse, name("Row"), contents);
    List<Term> given = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    cotangents(reverse, returned, given, order);
    loops.repeat(
        loops.integer(0),
        rows,
        1,
        row -> {
          List<Term> arguments = new ArrayList<>(inputs);
          List<Term> seeded = new ArrayList<>(given);
          Term left = row;
          given.stream()
              .filter(each -> each.type() instanceof ArrayType)
              .forEach(each -> loops.perform(ArrayOps.ARRAY_CLEAR, each));
          for (int index : order) {
            Term each = index < 0 ? inputs.get(-1 - index) : given.get(index);
            if (index < 0) {
              left = left.subtract(loops.count(each));
            } else if (each.type() instanceof ArrayType) {
              left = loops.place(each, left);
            } else {
              seeded.set(index, loops.unit(left, each));
              left = left.subtract(loops.integer(1));
            }
          }
          arguments.addAll(seeded);
          List<Term> all = callee.call(arguments);
          Term target = loops.load(jacobian, row);
          Term column = loops.integer(0);
          for (Term derivative : all.subList(primal.outputs().size(), all.size())) {
            column =
                loops.forEach(
                    derivative,
                    column,
                    (element, at) -> loops.store(target, at, ElementLoops.asDouble(element)));
          }
        });
  }

  /**
   * The further arguments of the reverse graph.
   *
   * @param given receives them: arrays, and numbers that stand for numbers
   * @param order receives the positions of those that belong to results, in the order of these; for
   *     a result that no input influences, -1 less its position among the inputs
   */
  private void cotangents(
      Graph reverse, Optional<List<Term>> returned, List<Term> given, List<Integer> order) {
    List<Term> floating = returned.orElseGet(this::resultsByType);
    int cotangents = primal.outputs().isEmpty() ? 0 : floating.size();
    int shadows = reverse.inputs().size() - inputs.size() - cotangents;
    AddedNames names = new AddedNames(primal);
    List<Integer> shadowed = new ArrayList<>();
    for (int i = 0; i < shadows; i++) {
      String name = reverse.inputs().get(inputs.size() + i).name();
      for (int j = 0; j < inputs.size(); j++) {
        if (names.ofInput(primal.inputs().get(j).name()).equals(name)) {
          shadowed.add(j);
          given.add(zerosLike(inputs.get(j)));
          break;
        }
      }
    }
    for (int result : results) {
      int index = shadowed.indexOf(result);
      order.add(index < 0 ? -1 - result : index);
    }
    for (int i = 0; i < cotangents; i++) {
      order.add(given.size());
      Term result = floating.get(i);
      ValueType type = reverse.inputType(inputs.size() + shadows + i);
      given.add(
          type instanceof ArrayType
              ? zerosLike(result)
              : graph.constant(type.equals(ScalarType.FLOAT32) ? 0f : (Object) 0.0));
    }
  }

  private void addFunction(Function function) {
    if (functionNames.add(function.name())) {
      graph.function(function);
    }
  }

  private String name(String suffix) {
    String name = primal.name() + suffix;
    while (!functionNames.add(name)) {
      name += "_";
    }
    return name;
  }
}
