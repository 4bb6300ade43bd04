package dev.kiln.type;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One dimension of a shape: a polynomial with integer coefficients in named sizes, in canonical
 * form, so that two dimensions that are equal for every binding of the names are equal objects.
 *
 * <p>A key of {@code terms} lists the factors of one monomial in order, with repetition; the empty
 * list is the constant term. No coefficient is zero.
 */
public final class Dim {
  private static final int CACHED = 1024;

  /** Filled as they are asked for; threads that ask at once may each see one of their own. */
  private static final Dim[] CONSTANTS = new Dim[CACHED];

  private final TreeMap<List<String>, Long> terms;

  private Dim(Map<List<String>, Long> terms) {
    this.terms = new TreeMap<>(MonomialOrder.ONLY);
    this.terms.putAll(terms);
  }

  /** A fixed size. */
  public static Dim of(long size) {
    if (size < 0 || size >= CACHED) {
      return new Dim(Map.of(List.of(), size));
    }
    Dim known = CONSTANTS[(int) size];
    if (known == null) {
      known = new Dim(size == 0 ? Map.of() : Map.of(List.of(), size));
      CONSTANTS[(int) size] = known;
    }
    return known;
  }

  /** A size that is bound at each call. */
  public static Dim named(String name) {
    return new Dim(Map.of(List.of(Objects.requireNonNull(name, "name")), 1L));
  }

  /** Whether this is a negative number; false where it depends on named sizes. */
  public boolean isNegative() {
    return constant().isPresent() && constant().getAsLong() < 0;
  }

  public Dim plus(Dim other) {
    TreeMap<List<String>, Long> sum = new TreeMap<>(terms);
    other.terms.forEach((monomial, factor) -> addTerm(sum, monomial, factor));
    return canonical(sum);
  }

  public Dim minus(Dim other) {
    return plus(other.times(new Dim(Map.of(List.of(), -1L))));
  }

  public Dim times(Dim other) {
    TreeMap<List<String>, Long> product = new TreeMap<>(MonomialOrder.ONLY);
    terms.forEach(
        (left, leftFactor) ->
            other.terms.forEach(
                (right, rightFactor) -> {
                  List<String> monomial = new ArrayList<>(left);
                  monomial.addAll(right);
                  monomial.sort(null);
                  addTerm(product, monomial, Math.multiplyExact(leftFactor, rightFactor));
                }));
    return canonical(product);
  }

  /** The exact quotient, or empty where {@code divisor} does not divide this for every binding. */
  public Optional<Dim> dividedBy(Dim divisor) {
    if (equals(divisor) && !terms.isEmpty()) {
      return Optional.of(of(1));
    }
    if (divisor.terms.size() != 1) {
      return Optional.empty();
    }
    Map.Entry<List<String>, Long> by = divisor.terms.firstEntry();
    TreeMap<List<String>, Long> quotient = new TreeMap<>(MonomialOrder.ONLY);
    for (Map.Entry<List<String>, Long> term : terms.entrySet()) {
      List<String> monomial = new ArrayList<>(term.getKey());
      for (String name : by.getKey()) {
        if (!monomial.remove(name)) {
          return Optional.empty();
        }
      }
      if (term.getValue() % by.getValue() != 0) {
        return Optional.empty();
      }
      quotient.put(List.copyOf(monomial), term.getValue() / by.getValue());
    }
    return Optional.of(canonical(quotient));
  }

  /** The factor of a name; empty where the name is multiplied by itself. */
  public Optional<Dim> factorOf(String name) {
    TreeMap<List<String>, Long> factor = new TreeMap<>(MonomialOrder.ONLY);
    for (Map.Entry<List<String>, Long> term : terms.entrySet()) {
      List<String> others = new ArrayList<>(term.getKey());
      if (others.remove(name)) {
        if (others.contains(name)) {
          return Optional.empty();
        }
        factor.put(List.copyOf(others), term.getValue());
      }
    }
    return Optional.of(canonical(factor));
  }

  /** This without the terms that have a name. */
  public Dim without(String name) {
    return with(Map.of(Objects.requireNonNull(name, "name"), of(0)));
  }

  /** The size, where it is fixed. */
  public OptionalLong constant() {
    if (terms.isEmpty()) {
      return OptionalLong.of(0);
    }
    if (terms.size() == 1 && terms.firstKey().isEmpty()) {
      return OptionalLong.of(terms.firstEntry().getValue());
    }
    return OptionalLong.empty();
  }

  /** Whether this is the fixed size {@code size}. */
  public boolean is(long size) {
    OptionalLong constant = constant();
    return constant.isPresent() && constant.getAsLong() == size;
  }

  /** The names in this expression, in order. */
  public NavigableSet<String> names() {
    NavigableSet<String> names = new TreeSet<>();
    for (List<String> monomial : terms.keySet()) {
      names.addAll(monomial);
    }
    return names;
  }

  /** The name, where this is a plain name. */
  public Optional<String> name() {
    if (terms.size() == 1 && terms.firstKey().size() == 1 && terms.firstEntry().getValue() == 1L) {
      return Optional.of(terms.firstKey().get(0));
    }
    return Optional.empty();
  }

  /** The monomials and their factors, in canonical order. */
  public Map<List<String>, Long> terms() {
    return java.util.Collections.unmodifiableMap(terms);
  }

  /** This with each name that {@code sizes} has replaced by its size; other names stay. */
  public Dim with(Map<String, Dim> sizes) {
    Objects.requireNonNull(sizes, "sizes");
    if (names().stream().noneMatch(sizes::containsKey)) {
      return this;
    }
    Dim sum = of(0);
    for (Map.Entry<List<String>, Long> term : terms.entrySet()) {
      Dim product = of(term.getValue());
      for (String name : term.getKey()) {
        product = product.times(sizes.getOrDefault(name, named(name)));
      }
      sum = sum.plus(product);
    }
    return sum;
  }

  /**
   * The size for given sizes of the names.
   *
   * @throws IllegalArgumentException if a name is not bound
   * @throws ArithmeticException if the result overflows
   */
  public long evaluate(Map<String, Long> sizes) {
    long sum = 0;
    for (Map.Entry<List<String>, Long> term : terms.entrySet()) {
      long product = term.getValue();
      for (String name : term.getKey()) {
        Long size = sizes.get(name);
        if (size == null) {
          throw new IllegalArgumentException("the dimension '" + name + "' is not bound");
        }
        product = Math.multiplyExact(product, size);
      }
      sum = Math.addExact(sum, product);
    }
    return sum;
  }

  private static void addTerm(Map<List<String>, Long> terms, List<String> monomial, long factor) {
    terms.merge(List.copyOf(monomial), factor, Math::addExact);
  }

  private static Dim canonical(TreeMap<List<String>, Long> terms) {
    terms.values().removeIf(factor -> factor == 0);
    Dim dim = new Dim(terms);
    OptionalLong constant = dim.constant();
    return constant.isPresent() ? of(constant.getAsLong()) : dim;
  }

  /** Longer monomials first, then by name, so that a constant comes last. */
  private static final class MonomialOrder implements Comparator<List<String>> {
    static final MonomialOrder ONLY = new MonomialOrder();

    @Override
    public int compare(List<String> left, List<String> right) {
      if (left.size() != right.size()) {
        return Integer.compare(right.size(), left.size());
      }
      for (int i = 0; i < left.size(); i++) {
        int order = left.get(i).compareTo(right.get(i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dim dim && terms.equals(dim.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  @Override
  public String toString() {
    if (terms.isEmpty()) {
      return "0";
    }
    StringBuilder text = new StringBuilder();
    terms.forEach(
        (monomial, factor) -> {
          if (factor < 0) {
            text.append('-');
          } else if (text.length() > 0) {
            text.append('+');
          }
          long size = Math.abs(factor);
          if (monomial.isEmpty()) {
            text.append(size);
          } else {
            text.append(size == 1 ? "" : size + "*").append(String.join("*", monomial));
          }
        });
    return text.toString();
  }
}
