package dev.kiln.autodiff.jacobian;

import dev.kiln.autodiff.Jacobians;
import dev.kiln.autodiff.activity.Variation;
import dev.kiln.autodiff.adjoint.AddedNames;
import dev.kiln.autodiff.entry.EntryChecks;
import dev.kiln.autodiff.reverse.Reverse;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Value;
import dev.kiln.op.Term;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.PassRunner;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Builds one graph of {@link Jacobians}: checks, the array for the result or checks of a given one,
 * and a call of the function that fills it ({@link Filling}).
 */
public final class JacobianBuilder {
  private static final ArrayType MATRIX = new ArrayType(ScalarType.FLOAT64, 2);
  private static final ArrayType VECTOR = new ArrayType(ScalarType.FLOAT64, 1);

  private final Differentiated differentiated;
  private final GraphBuilder graph;
  private final ElementLoops loops;
  private final List<Term> inputs = new ArrayList<>();
  private final List<Term> sources;
  private final CalledFunctions functions;
  private final Filling filling;

  /** The method that is differentiated: the primal, or that whose gradient it is. */
  private final Graph method;

  /** The adjoints of the gradient that is differentiated. */
  private final Optional<Reverse> adjoints;

  /** The names of the inputs that the derivative is written into. */
  private final List<String> given = new ArrayList<>();

  /** The second derivatives of a method, from its gradient without the value. */
  public JacobianBuilder(
      Graph method,
      Reverse adjoints,
      Graph gradient,
      List<String> wrt,
      String name,
      PassRunner passes) {
    this(method, Optional.of(adjoints), gradient, wrt, name, passes);
  }

  public JacobianBuilder(Graph primal, List<String> wrt, String name, PassRunner passes) {
    this(primal, Optional.empty(), primal, wrt, name, passes);
  }

  private JacobianBuilder(
      Graph method,
      Optional<Reverse> adjoints,
      Graph primal,
      List<String> wrt,
      String name,
      PassRunner passes) {
    this.method = method;
    this.adjoints = adjoints;
    this.differentiated = Differentiated.of(primal, wrt);
    this.graph = new GraphBuilder(name);
    this.loops = new ElementLoops(graph);
    this.functions = new CalledFunctions(graph);
    for (int i = 0; i < primal.inputs().size(); i++) {
      Graph.Input input = primal.inputs().get(i);
      inputs.add(graph.input(input.name(), primal.inputType(i), input.kind()));
    }
    this.sources = differentiated.sources(inputs);
    primal.functions().forEach(functions::add);
    this.filling = new Filling(differentiated, functions, passes);
  }

  public Graph jacobian() {
    Term columns = loops.count(sources);
    Results results = results();
    Term jacobian = allocate("jacobian", MATRIX, results.rows(), columns);
    fillJacobian(jacobian, results, columns);
    graph.output("jacobian", jacobian);
    return checked();
  }

  public Graph jacobianInto() {
    Term jacobian = given("jacobian", MATRIX);
    Term columns = loops.count(sources);
    Results results = results();
    requireShape(jacobian, results.rows(), columns, "Jacobian");
    fillJacobian(jacobian, results, columns);
    return checked();
  }

  private void fillJacobian(Term jacobian, Results results, Term columns) {
    List<Term> arguments = new ArrayList<>(List.of(jacobian, results.rows(), columns));
    arguments.addAll(results.returned());
    fill(
        filling.jacobian(MATRIX, results.returned().stream().map(Term::type).toList()),
        arguments.toArray(Term[]::new));
  }

  /** An input that the derivative is written into. */
  private Term given(String name, ValueType type) {
    List<String> taken = differentiated.primal().inputs().stream().map(Graph.Input::name).toList();
    given.add(AddedNames.unused(name, taken));
    return graph.input(AddedNames.unused(name, taken), type);
  }

  /** What is built, with the checks of what it is given before it. */
  private Graph checked() {
    Predicate<Integer> derived =
        input ->
            filling.withTangents().contains(input)
                || Stream.of(adjoints, filling.adjoints())
                    .flatMap(Optional::stream)
                    .anyMatch(each -> each.isShadowed(input));
    boolean isReverse = adjoints.isPresent() || filling.adjoints().isPresent();
    EntryChecks checks =
        isReverse ? EntryChecks.reverse(method, derived) : EntryChecks.forward(method, derived);
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
    Term hessian = allocate("hessian", MATRIX, columns, columns);
    fill(filling.hessian(MATRIX), hessian, columns);
    graph.output("hessian", hessian);
    return checked();
  }

  public Graph hessianInto() {
    Term hessian = given("hessian", MATRIX);
    Term columns = loops.count(sources);
    requireShape(hessian, columns, columns, "Hessian");
    fill(filling.hessian(MATRIX), hessian, columns);
    return checked();
  }

  public Graph diagonal() {
    Term columns = loops.count(sources);
    Term diagonal = allocate("diagonal", VECTOR, columns);
    fill(filling.diagonal(VECTOR), diagonal, columns);
    graph.output("diagonal", diagonal);
    return checked();
  }

  public Graph diagonalInto() {
    Term diagonal = given("diagonal", VECTOR);
    Term columns = loops.count(sources);
    loops.requireLength(diagonal, columns, "a diagonal");
    fill(filling.diagonal(VECTOR), diagonal, columns);
    return checked();
  }

  /**
   * Calls the function that fills the result.
   *
   * @param all the function, then those that it calls
   * @param further arguments after those of the method
   */
  private void fill(List<Function> all, Term... further) {
    all.forEach(functions::add);
    List<Value> arguments = new ArrayList<>();
    inputs.forEach(each -> arguments.add(graph.value(each)));
    Stream.of(further).map(graph::value).forEach(arguments::add);
    graph.block().call(all.get(0).name(), List.of(), arguments);
  }

  private Term allocate(String name, ArrayType type, Term... sizes) {
    List<Value> values = List.of(sizes).stream().map(graph::value).toList();
    return graph.term(
        graph
            .block()
            .apply(
                name, ArrayOps.ARRAY_NEW, Attributes.of("type", new Attribute.Type(type)), values));
  }

  /**
   * The elements of the results.
   *
   * @param returned the results, if only these tell how many there are
   */
  private record Results(Term rows, List<Term> returned) {}

  /** Runs the primal once where only its results tell how many elements they have. */
  private Results results() {
    if (!differentiated.isCountedByRunning()) {
      return new Results(loops.count(differentiated.resultsByType(graph, inputs)), List.of());
    }
    Graph primal = differentiated.primal();
    Contents before = differentiated.contents(graph, inputs);
    String name = functions.fresh(primal.name() + "Results");
    List<Term> all = new ArrayList<>(new Callee(graph, primal, name, before).call(inputs));
    differentiated.results().forEach(i -> all.add(inputs.get(i)));
    List<Term> floating = all.stream().filter(term -> Variation.isFloating(term.type())).toList();
    Term rows = loops.count(floating);
    before.restore();
    return new Results(rows, floating);
  }
}
