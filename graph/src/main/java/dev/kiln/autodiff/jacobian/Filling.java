package dev.kiln.autodiff.jacobian;

import dev.kiln.autodiff.adjoint.AddedNames;
import dev.kiln.autodiff.reverse.Reverse;
import dev.kiln.autodiff.vjp.VectorJacobianProducts;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.PassRunner;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The function that fills a Jacobian, a Hessian or a diagonal, which takes the arguments of the
 * method, then what is filled. A derivative that allocates its result and the one that writes into
 * a given array call the same function.
 */
final class Filling {
  /** A run in reverse takes about as long as computing so many columns forward. */
  private static final int COLUMNS_PER_ROW = 3;

  private final Differentiated differentiated;
  private final GraphBuilder graph;
  private final ElementLoops loops;
  private final CalledFunctions functions;
  private final PassRunner passes;
  private final List<Term> inputs = new ArrayList<>();
  private final List<Term> sources;
  private final Contents contents;
  private final Set<Integer> withTangents = new HashSet<>();
  private Optional<Reverse> adjoints = Optional.empty();

  Filling(Differentiated differentiated, CalledFunctions outer, PassRunner passes) {
    Graph primal = differentiated.primal();
    this.differentiated = differentiated;
    this.passes = passes;
    this.graph = new GraphBuilder(outer.fresh(primal.name() + "Fill"));
    this.loops = new ElementLoops(graph);
    this.functions = outer.of(graph);
    for (int i = 0; i < primal.inputs().size(); i++) {
      Graph.Input input = primal.inputs().get(i);
      inputs.add(graph.input(input.name(), primal.inputType(i), input.kind()));
    }
    this.sources = differentiated.sources(inputs);
    this.contents = differentiated.contents(graph, inputs);
    primal.functions().forEach(functions::add);
  }

  /** The positions of the inputs that have tangents in it. */
  Set<Integer> withTangents() {
    return withTangents;
  }

  /** Where reverse mode is a part of it, which inputs have adjoints. */
  Optional<Reverse> adjoints() {
    return adjoints;
  }

  /** A further parameter, after those of the method. */
  private Term parameter(String name, ValueType type) {
    List<String> taken = differentiated.primal().inputs().stream().map(Graph.Input::name).toList();
    return graph.input(AddedNames.unused(name, taken), type);
  }

  /**
   * The function that fills a Jacobian: takes it, the numbers of rows and columns, and what the
   * method returned if that was needed to count the rows.
   */
  List<Function> jacobian(ArrayType type, List<ValueType> returnedTypes) {
    Term jacobian = parameter("jacobian", type);
    Term rows = parameter("rows", ScalarType.INT32);
    Term columns = parameter("columns", ScalarType.INT32);
    List<Term> returned = new ArrayList<>();
    for (ValueType each : returnedTypes) {
      returned.add(parameter("result" + returned.size(), each));
    }
    boolean wasRun = differentiated.isCountedByRunning();
    List<Term> results = wasRun ? returned : differentiated.resultsByType(graph, inputs);
    boolean leftAsRun = wasRun && differentiated.restored().isEmpty();
    boolean mayBeEmpty = !leftAsRun && (areArrays(sources) || areArrays(results));
    orRunOnce(
        List.of(rows, columns), mayBeEmpty, () -> fillElements(jacobian, rows, columns, results));
    return built();
  }

  /** The function that fills a Hessian: takes it and the number of columns. */
  List<Function> hessian(ArrayType type) {
    Term hessian = parameter("hessian", type);
    return secondOrder((tangents, column) -> storeColumn(hessian, tangents, column));
  }

  /** The function that fills the diagonal of a Hessian: takes it and the number of columns. */
  List<Function> diagonal(ArrayType type) {
    Term diagonal = parameter("diagonal", type);
    return secondOrder((tangents, column) -> storeElement(diagonal, tangents, column));
  }

  private List<Function> secondOrder(Columns.Sink sink) {
    Term columns = parameter("columns", ScalarType.INT32);
    orRunOnce(List.of(columns), areArrays(sources), () -> forward(columns, sink));
    return built();
  }

  /** The function, then those that it calls. */
  private List<Function> built() {
    Graph built = graph.build();
    List<Function> all = new ArrayList<>(List.of(built.entry()));
    all.addAll(built.functions());
    return all;
  }

  /**
   * Where there is nothing to differentiate, or no result, runs the graph once for what else it
   * does: it may write into arguments, or throw.
   *
   * @param sizes how many rows and columns there are
   * @param mayBeEmpty whether these may be 0, and the arguments are not as a run leaves them
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
          runOnce();
          return List.of();
        },
        () -> {
          fill.run();
          return List.of();
        });
  }

  private void runOnce() {
    Graph primal = differentiated.primal();
    new Callee(graph, primal, functions.fresh(primal.name() + "Once"), contents).call(inputs);
  }

  private static boolean areArrays(List<Term> terms) {
    return terms.stream().allMatch(term -> term.type() instanceof ArrayType);
  }

  private void fillElements(Term jacobian, Term rows, Term columns, List<Term> results) {
    Optional<Graph> reverse = reverse();
    if (reverse.isEmpty()) {
      forward(columns, (tangents, column) -> storeColumn(jacobian, tangents, column));
      return;
    }
    graph.ifElse(
        rows.multiply(loops.integer(COLUMNS_PER_ROW)).less(columns),
        () -> {
          new Rows(code(), reverse.get()).write(jacobian, rows, results);
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
    if (few || differentiated.replacesRows()) {
      return Optional.empty();
    }
    try {
      VectorJacobianProducts.Derived derived =
          VectorJacobianProducts.cotangents(differentiated.primal(), differentiated.wrt(), passes);
      adjoints = Optional.of(derived.reverse());
      return Optional.of(derived.graph());
    } catch (NotDifferentiableException e) {
      return Optional.empty();
    }
  }

  private FillingCode code() {
    return new FillingCode(differentiated, graph, inputs, contents, functions);
  }

  private void forward(Term columns, Columns.Sink sink) {
    Columns loop = new Columns(code(), passes);
    withTangents.addAll(loop.withTangents());
    loop.write(columns, sink);
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
}
