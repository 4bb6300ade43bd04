package dev.kiln.op;

import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums of products of tensors in Einstein's notation, as in NumPy, PyTorch and ONNX: {@code
 * "bij,bjk->bik"} names the dimensions of the operands, and of the result; what it does not name is
 * summed. Without an arrow the result has the names that occur once, in alphabetical order.
 * Operands are multiplied from the left to the right by matrix products.
 *
 * @param <V> what the operands are
 */
public final class Einsum<V extends Operand<V>> {
  private final String equation;
  private final Map<Character, Dim> sizes = new HashMap<>();

  private Einsum(String equation) {
    this.equation = equation;
  }

  /** A value with a name for each dimension. */
  private record Named<V>(V value, String names) {}

  /**
   * The result.
   *
   * @throws TypeMismatchException if the equation is malformed or does not fit the operands
   */
  public static <V extends Operand<V>> V of(String equation, List<V> operands) {
    return new Einsum<V>(equation).result(operands);
  }

  private V result(List<V> operands) {
    String[] sides = equation.replace(" ", "").split("->", -1);
    String[] names = sides[0].split(",", -1);
    if (sides.length > 2 || names.length != operands.size()) {
      throw malformed(0, "it has " + names.length + " operands, " + operands.size() + " are given");
    }
    String wanted = sides.length == 2 ? sides[1] : once(sides[0].replace(",", ""));
    List<Named<V>> named = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      named.add(distinct(i, operands.get(i), names[i]));
    }
    for (int i = 0; i < wanted.length(); i++) {
      char name = wanted.charAt(i);
      if (!sizes.containsKey(name) || wanted.indexOf(name, i + 1) >= 0) {
        throw malformed(0, "the result names '" + name + "', which no operand has or it has twice");
      }
    }
    Named<V> product = named.get(0);
    for (int i = 1; i < named.size(); i++) {
      StringBuilder needed = new StringBuilder(wanted);
      named.subList(i + 1, named.size()).forEach(each -> needed.append(each.names()));
      product = times(product, named.get(i), needed.toString());
    }
    return inOrder(without(product, wanted), wanted);
  }

  private String once(String names) {
    return names
        .chars()
        .filter(name -> names.indexOf(name) == names.lastIndexOf(name))
        .sorted()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Checks the names of an operand, and takes diagonals where a name occurs again. */
  private Named<V> distinct(int operand, V value, String names) {
    if (names.length() != value.rank() || !names.chars().allMatch(Character::isLetter)) {
      throw malformed(operand, "'" + names + "' does not name the dimensions " + value.dims());
    }
    for (int i = 0; i < names.length(); i++) {
      Dim size = value.dims().get(i);
      Dim known = sizes.putIfAbsent(names.charAt(i), size);
      if (known != null && !known.equals(size)) {
        throw new TypeMismatchException(
            operand,
            "einsum \"" + equation + "\": '" + names.charAt(i) + "' is " + known + " and " + size,
            TypeRules.unequal(known, size));
      }
    }
    Named<V> named = new Named<>(value, names);
    for (int i = 0; i < named.names().length(); i++) {
      char name = named.names().charAt(i);
      if (named.names().indexOf(name, i + 1) >= 0) {
        String rest = named.names().replaceFirst(String.valueOf(name), "");
        rest = rest.replaceFirst(String.valueOf(name), "");
        named = new Named<>(lastTwo(named, i).diagonal(), rest + name);
        i = -1; // the names have moved
      }
    }
    return named;
  }

  /** With dimension {@code first} and the next of the same name last. */
  private V lastTwo(Named<V> named, int first) {
    int second = named.names().indexOf(named.names().charAt(first), first + 1);
    int rank = named.names().length();
    int[] order = new int[rank];
    int next = 0;
    for (int i = 0; i < rank; i++) {
      if (i != first && i != second) {
        order[next++] = i;
      }
    }
    order[rank - 2] = first;
    order[rank - 1] = second;
    return named.value().permute(order);
  }

  private Named<V> times(Named<V> left, Named<V> right, String needed) {
    Named<V> first = without(left, needed + right.names());
    Named<V> second = without(right, needed + left.names());
    String both = kept(first.names(), second.names());
    String batch = kept(both, needed);
    String summed = dropped(both, needed);
    String rows = dropped(first.names(), both);
    String columns = dropped(second.names(), both);
    V x = merged(inOrder(first, batch + rows + summed), batch, rows, summed);
    V y = merged(inOrder(second, batch + summed + columns), batch, summed, columns);
    String names = batch + rows + columns;
    return new Named<>(LayoutOps.reshape(x.matmul(y), dims(names)), names);
  }

  /** The sum over what is not needed. */
  private Named<V> without(Named<V> named, String needed) {
    String rest = kept(named.names(), needed);
    int[] axes = new int[named.names().length() - rest.length()];
    int next = 0;
    for (int i = 0; i < named.names().length(); i++) {
      if (needed.indexOf(named.names().charAt(i)) < 0) {
        axes[next++] = i;
      }
    }
    return axes.length == 0 ? named : new Named<>(named.value().sum(axes), rest);
  }

  private V inOrder(Named<V> named, String names) {
    int[] order = names.chars().map(name -> named.names().indexOf(name)).toArray();
    return names.equals(named.names()) ? named.value() : named.value().permute(order);
  }

  private V merged(V value, String... groups) {
    List<Dim> dims = new ArrayList<>();
    for (String group : groups) {
      dims.add(TypeRules.elements(dims(group)));
    }
    return LayoutOps.reshape(value, dims);
  }

  private List<Dim> dims(String names) {
    return names.chars().mapToObj(name -> sizes.get((char) name)).toList();
  }

  private static String kept(String names, String others) {
    StringBuilder kept = new StringBuilder();
    for (char name : names.toCharArray()) {
      if (others.indexOf(name) >= 0) {
        kept.append(name);
      }
    }
    return kept.toString();
  }

  private static String dropped(String names, String others) {
    StringBuilder rest = new StringBuilder();
    for (char name : names.toCharArray()) {
      if (others.indexOf(name) < 0) {
        rest.append(name);
      }
    }
    return rest.toString();
  }

  private TypeMismatchException malformed(int operand, String problem) {
    return new TypeMismatchException(operand, "einsum \"" + equation + "\": " + problem);
  }
}
