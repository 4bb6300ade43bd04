package dev.kiln.fuzz.compare;

import dev.kiln.autodiff.Gradients;
import dev.kiln.autodiff.Jacobians;
import dev.kiln.autodiff.Jvp;
import dev.kiln.fuzz.run.Numbers;
import dev.kiln.fuzz.run.Outcome;
import dev.kiln.graph.Graph;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hessians, their diagonals and products with them, of one call: against one another, and against
 * differences of the gradient.
 */
final class SecondDerivatives {
  private static final String HESSIAN = "the Hessian";
  private static final String PRODUCT = "a Hessian-vector product";

  private final Comparison comparison;
  private final FirstDerivatives first;
  private final Graph primal;
  private final Ledger ledger;
  private final List<String> wrt;

  SecondDerivatives(Comparison comparison, FirstDerivatives first) {
    this.comparison = comparison;
    this.first = first;
    this.primal = comparison.primal();
    this.ledger = comparison.ledger();
    this.wrt = comparison.wrt();
  }

  void check() {
    boolean isAsked =
        comparison.has("Hvp") || comparison.has("Hessian") || comparison.has("HessianDiagonal");
    if (!isAsked) {
      return;
    }
    Optional<Map<String, Object>> product =
        comparison.has("Hvp") ? generatedProduct() : derivedProduct();
    Optional<double[][]> hessian = Optional.empty();
    if (comparison.has("Hessian")) {
      hessian = generated("Hessian", "matrix").map(double[][].class::cast);
      hessian.ifPresent(matrix -> checkHessian(matrix, product));
      checkInto("HessianInto", hessian.map(Object.class::cast));
    } else if (product.isPresent() && !hasTensors()) {
      hessian = derivedHessian();
    }
    if (comparison.has("Hvp") && product.isPresent()) {
      checkProduct(product.get(), hessian);
    }
    if (comparison.has("HessianDiagonal")) {
      Optional<Object> diagonal = generated("HessianDiagonal", "diagonal");
      if (diagonal.isPresent()) {
        checkDiagonal((double[]) diagonal.get(), hessian);
      }
      checkInto("HessianDiagonalInto", diagonal);
    }
  }

  private Optional<Object> generated(String suffix, String kind) {
    return DerivedRun.of(comparison, suffix, kind, Map.of())
        .map(outcome -> outcome.outputs().values().iterator().next());
  }

  /** The same again, into an array that holds something else before. */
  private void checkInto(String suffix, Optional<Object> expected) {
    checkInto(comparison, suffix, expected);
  }

  static void checkInto(Comparison comparison, String suffix, Optional<Object> expected) {
    if (expected.isEmpty() || !comparison.has(suffix)) {
      return;
    }
    String name = comparison.added(comparison.graph(suffix)).get(0);
    Map<String, Object> buffer = new LinkedHashMap<>();
    buffer.put(name, Numbers.like(expected.get(), () -> 7));
    Optional<Outcome> into = DerivedRun.of(comparison, suffix, "matrix", buffer);
    SharedShadows.check(comparison, suffix, buffer, into);
    if (into.isPresent()) {
      comparison.ledger().compared(suffix, "shadow " + name, "the one that is returned");
      List<Double> actual = Numbers.elements(into.get().shadows().get(name));
      if (!Numbers.elements(expected.get()).equals(actual)) {
        comparison.disagree(suffix, Numbers.elements(expected.get()), actual);
      }
    }
  }

  private Optional<Map<String, Object>> generatedProduct() {
    Map<String, Object> tangents = first.movement().tangentsOfWrt(comparison.graph("Hvp"));
    Optional<Outcome> run = DerivedRun.of(comparison, "Hvp", "gradient or product", tangents);
    SharedShadows.check(comparison, "Hvp", tangents, run);
    if (run.isEmpty()) {
      return Optional.empty();
    }
    List<Object> outputs = new ArrayList<>(run.get().outputs().values());
    List<String> names = List.copyOf(run.get().outputs().keySet());
    Map<String, Object> product = new LinkedHashMap<>();
    for (int i = 0; i < wrt.size(); i++) {
      String input = names.get(1 + i);
      Object expected = first.gradient().map(Outcome::outputs).orElse(Map.of()).get(input);
      if (expected == null) {
        ledger.excused("Hvp", names.get(1 + i), "no gradient");
      } else {
        ledger.compared("Hvp", names.get(1 + i), "the gradient");
        if (!Numbers.areClose(expected, outputs.get(1 + i), first.movement().tolerance())) {
          comparison.disagree(
              "gradient of Hvp", Numbers.elements(expected), Numbers.elements(outputs.get(1 + i)));
        }
      }
      product.put(input, outputs.get(1 + wrt.size() + i));
    }
    checkShadows(run.get(), tangents);
    return Optional.of(product);
  }

  /** Tangents of arrays become what forward mode makes of them. */
  private void checkShadows(Outcome product, Map<String, Object> given) {
    Map<String, Object> pushed = first.forward().map(Outcome::shadows).orElse(Map.of());
    product
        .shadows()
        .forEach(
            (name, actual) -> {
              Object expected = pushed.getOrDefault(name, given.get(name));
              ledger.compared("Hvp", "shadow " + name, FirstDerivatives.FORWARD);
              if (!Numbers.areClose(expected, actual, first.movement().tolerance())) {
                comparison.disagree(
                    "shadow of Hvp", Numbers.elements(expected), Numbers.elements(actual));
              }
            });
  }

  /** Forward mode over the gradient, where no such method is generated. */
  private Optional<Map<String, Object>> derivedProduct() {
    try {
      Graph graph = Jvp.of(gradientGraph(), wrt);
      Outcome run =
          comparison
              .runs()
              .session(comparison.call(), graph, first.movement().tangentsOfWrt(graph));
      if (run.thrown().isPresent()) {
        return Optional.empty();
      }
      Map<String, Object> product = new LinkedHashMap<>();
      for (int i = 0; i < wrt.size(); i++) {
        product.put(
            wrt.get(i), new ArrayList<>(run.outputs().values()).get(1 + wrt.size() + 1 + i));
      }
      return Optional.of(product);
    } catch (NotDifferentiableException e) {
      return Optional.empty();
    }
  }

  private Graph gradientGraph() {
    return comparison.has("Gradient") ? comparison.graph("Gradient") : Gradients.of(primal, wrt);
  }

  /** Matrices are of numbers and arrays only. */
  private boolean hasTensors() {
    return first.movement().directionOfWrt().values().stream()
            .anyMatch(each -> each instanceof Tensor)
        || comparison.after().get(primal.outputs().get(0)) instanceof Tensor;
  }

  private Optional<double[][]> derivedHessian() {
    try {
      Graph graph = Jacobians.hessian(primal, wrt);
      Outcome run = comparison.runs().session(comparison.call(), graph, Map.of());
      return run.thrown().isPresent()
          ? Optional.empty()
          : Optional.of((double[][]) run.outputs().values().iterator().next());
    } catch (NotDifferentiableException e) {
      return Optional.empty();
    }
  }

  private void checkHessian(double[][] hessian, Optional<Map<String, Object>> product) {
    if (!Matrices.isSymmetric(hessian, first.movement().tolerance())) {
      comparison.disagree("symmetry of the Hessian", Matrices.text(hessian));
    }
    String output = comparison.graph("Hessian").outputs().get(0);
    if (product.isEmpty()) {
      ledger.compared("Hessian", output, "its transpose");
      return;
    }
    ledger.compared("Hessian", output, PRODUCT);
    List<Double> vector = Matrices.vector(first.movement().directionOfWrt(), wrt);
    List<Double> expected = Matrices.vector(product.get(), wrt);
    if (!Matrices.maps(hessian, vector, expected, first.movement().tolerance())) {
      comparison.disagree("Hessian", "times " + vector + "\n" + expected, Matrices.text(hessian));
    }
  }

  private void checkDiagonal(double[] diagonal, Optional<double[][]> hessian) {
    String output = comparison.graph("HessianDiagonal").outputs().get(0);
    if (hessian.isEmpty()) {
      ledger.excused("HessianDiagonal", output, "no Hessian");
      return;
    }
    ledger.compared("HessianDiagonal", output, HESSIAN);
    double[] expected = Matrices.diagonal(hessian.get());
    if (!Numbers.areClose(expected, diagonal, first.movement().tolerance())) {
      comparison.disagree(
          "diagonal of the Hessian", Arrays.toString(expected), Arrays.toString(diagonal));
    }
  }

  private void checkProduct(Map<String, Object> product, Optional<double[][]> hessian) {
    List<String> outputs = comparison.graph("Hvp").outputs();
    List<String> names = outputs.subList(1 + wrt.size(), outputs.size());
    if (hessian.isPresent()) {
      names.forEach(name -> ledger.compared("Hvp", name, HESSIAN));
      List<Double> vector = Matrices.vector(first.movement().directionOfWrt(), wrt);
      List<Double> actual = Matrices.vector(product, wrt);
      if (!Matrices.maps(hessian.get(), vector, actual, first.movement().tolerance())) {
        comparison.disagree("Hvp and Hessian", Matrices.text(hessian.get()), actual);
      }
    }
    if (checkSymmetry(product)) {
      names.forEach(name -> ledger.compared("Hvp", name, "a product with other factors"));
    }
    String reason = checkDifferences(product);
    for (String name : names) {
      if (reason.isEmpty()) {
        ledger.compared("Hvp", name, "differences of the gradient");
      } else {
        ledger.excused("Hvp", name, reason);
      }
    }
  }

  private static Map<String, Object> weights(Map<String, Object> product) {
    Map<String, Object> weights = new LinkedHashMap<>();
    Directions directions = new Directions(20);
    product.forEach((name, value) -> weights.put(name, directions.like(value)));
    return weights;
  }

  /** Compares {@code <u, H v>} with {@code <v, H u>}; says whether that could be. */
  private boolean checkSymmetry(Map<String, Object> product) {
    Map<String, Object> weights = weights(product);
    Graph graph = comparison.graph("Hvp");
    Map<String, Object> tangents = first.movement().tangentsOfWrt(graph);
    weights.forEach((name, value) -> tangents.replace(Directions.shadow(name), value));
    Outcome run = comparison.runs().session(comparison.call(), graph, tangents);
    if (run.thrown().isPresent()) {
      return false;
    }
    List<Object> outputs = new ArrayList<>(run.outputs().values());
    Map<String, Object> other = new LinkedHashMap<>();
    int position = 1 + wrt.size();
    for (String name : product.keySet()) {
      other.put(name, outputs.get(position++));
    }
    Slope left = Slope.of(weights, product::get);
    Slope right = Slope.of(first.movement().directionOfWrt(), other::get);
    boolean isUsable = left.isUsable() && right.isUsable();
    if (isUsable && !left.isClose(right, first.movement().tolerance())) {
      comparison.disagree(
          "symmetry of Hvp", "<u, Hv> = " + left.value() + ", but <v, Hu> = " + right.value());
    }
    return isUsable;
  }

  /** Compares with differences of the gradient; gives the reason where that cannot be. */
  private String checkDifferences(Map<String, Object> product) {
    Map<String, Object> weights = weights(product);
    boolean isDouble =
        first.movement().directionOfWrt().values().stream().allMatch(Numbers::isDouble)
            && product.values().stream().allMatch(Numbers::isDouble);
    if (!isDouble) {
      return "floats";
    }
    Slope slope = Slope.of(weights, product::get);
    if (!slope.isUsable()) {
      return "not finite";
    }
    Graph graph = gradientGraph();
    Differences differences =
        new Differences(
            comparison.program().traced(), comparison.call(), first.movement().directionOfWrt());
    Differences.Answer answer =
        differences.check(
            slope,
            step -> {
              Outcome moved =
                  comparison
                      .runs()
                      .moved(comparison.call(), graph, first.movement().directionOfWrt(), step);
              return moved.thrown().isPresent()
                  ? Double.NaN
                  : Slope.of(weights, moved.outputs()::get).value();
            });
    if (answer == Differences.Answer.WRONG) {
      comparison.disagree(
          "differences of the gradient", differences.value() + ", but Hvp: " + slope.value());
    }
    return switch (answer) {
      case BRANCHES -> "branches differ nearby";
      case ROUGH -> "not smooth";
      default -> "";
    };
  }
}
