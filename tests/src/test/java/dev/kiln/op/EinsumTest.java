package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.annotation.DType;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Einstein's notation against loops over all names. */
class EinsumTest {
  /** The sizes of the names are those of {@link #size}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "i->i",
        "i->",
        "->",
        "ij->ji",
        "ij->j",
        "ii->i",
        "ii->",
        "iji->j",
        "iijj->ij",
        "ij,jk->ik",
        "ij,kj->ik",
        "ji,jk->ki",
        "i,i->",
        "i,i->i",
        "i,j->ij",
        "i,j->ji",
        "kij,kjl->kil",
        "ijk,jl->ilk",
        "ij,ij,ij->i",
        "ij,jk,kl->li",
        "ij,k->i",
        "i,ij,j->",
        "ii,ij->j",
        "ij , jk -> ik",
        "ij,jk",
        "ba,bc",
        ",i->i",
        "kilj,kilj->k",
        "ij,jk,ki->",
      })
  void areLoops(String equation) {
    String[] sides = equation.replace(" ", "").split("->", -1);
    List<Tensor> operands = new ArrayList<>();
    for (String names : sides[0].split(",", -1)) {
      int[] sizes = names.chars().map(EinsumTest::size).toArray();
      operands.add(TensorCase.values(operands.size() + 1, sizes));
    }
    String wanted = sides.length == 2 ? sides[1] : implicit(sides[0]);
    Tensor actual = Tensor.einsum(equation, operands.toArray(Tensor[]::new));
    int[] sizes = wanted.chars().map(EinsumTest::size).toArray();
    assertArrayEquals(sizes, actual.shape().toArray());
    double[] expected = new double[actual.shape().elements()];
    add(sides[0].split(",", -1), operands, wanted, new HashMap<>(), expected);
    assertArrayEquals(expected, actual.toDoubleArray(), 1e-13);
    if (actual.shape().elements() < 20) {
      FiniteDifferences.check(x -> Tensor.einsum(equation, x.toArray(Tensor[]::new)), operands);
    }
  }

  private static int size(int name) {
    return (name - 'a') % 4 + 2;
  }

  private static String implicit(String names) {
    StringBuilder once = new StringBuilder();
    for (char name = 'a'; name <= 'z'; name++) {
      if (names.indexOf(name) >= 0 && names.indexOf(name) == names.lastIndexOf(name)) {
        once.append(name);
      }
    }
    return once.toString();
  }

  /** Loops over the names that have no value yet. */
  private static void add(
      String[] names,
      List<Tensor> operands,
      String wanted,
      Map<Character, Integer> at,
      double[] sums) {
    for (char name : String.join("", names).toCharArray()) {
      if (!at.containsKey(name)) {
        for (int i = 0; i < size(name); i++) {
          at.put(name, i);
          add(names, operands, wanted, at, sums);
        }
        at.remove(name);
        return;
      }
    }
    double product = 1;
    for (int k = 0; k < names.length; k++) {
      product *= operands.get(k).toDoubleArray()[position(names[k], at)];
    }
    sums[position(wanted, at)] += product;
  }

  private static int position(String names, Map<Character, Integer> at) {
    int position = 0;
    for (char name : names.toCharArray()) {
      position = position * size(name) + at.get(name);
    }
    return position;
  }

  @Test
  void emptyDimensionsAndIntegers() {
    Tensor none = Tensor.zeros(DType.FLOAT64, 2, 0);
    assertArrayEquals(new double[4], Tensor.einsum("ij,kj->ik", none, none).toDoubleArray());
    assertEquals("[0, 0]", Tensor.einsum("ij,ik->jk", none, none).shape().toString());
    Tensor whole = Tensor.of(new int[] {1, 2, 3, 4}, 2, 2);
    assertArrayEquals(
        new int[] {7, 10, 15, 22}, Tensor.einsum("ij,jk->ik", whole, whole).toIntArray());
  }

  @Test
  void refusals() {
    Tensor x = Tensor.zeros(2, 3);
    assertRefused("einsum \"ij,jk\": it has 2 operands, 1 are given", "ij,jk", x);
    assertRefused("einsum \"i->i\": 'i' does not name the dimensions [2, 3]", "i->i", x);
    assertRefused("einsum \"i.->i\": 'i.' does not name the dimensions [2, 3]", "i.->i", x);
    assertRefused("einsum \"ii->i\": 'i' is 2 and 3", "ii->i", x);
    assertRefused("einsum \"ij,ij->\": 'i' is 2 and 3", "ij,ij->", x, x.transpose());
    assertRefused(
        "einsum \"ij->ik\": the result names 'k', which no operand has or it has twice",
        "ij->ik",
        x);
    assertRefused(
        "einsum \"ij->ii\": the result names 'i', which no operand has or it has twice",
        "ij->ii",
        x);
  }

  private static void assertRefused(String message, String equation, Tensor... operands) {
    assertEquals(
        message,
        assertThrows(TypeMismatchException.class, () -> Tensor.einsum(equation, operands))
            .getMessage());
  }
}
