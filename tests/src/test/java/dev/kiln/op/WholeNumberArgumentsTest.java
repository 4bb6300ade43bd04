package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A Java {@code long} reaches int64 tensors exactly: every method that takes a {@code double} where
 * an int64 tensor can be has an overload for {@code long}, since Java else converts the argument to
 * a {@code double}, which drops low bits.
 */
class WholeNumberArgumentsTest {
  /** What they put in place of NaN or infinities reaches no int64 tensor. */
  private static final Set<String> REPLACE_NO_WHOLE_NUMBER = Set.of("nanToNum", "replaceNaN");

  private static final Tensor WHOLE = Tensor.of(new long[] {7, 8}, 2);
  private static final Tensor TRUTH = WHOLE.equalTo(7);

  @Test
  void everyMethodThatTakesADoubleForInt64TakesALong() {
    TreeSet<String> without = new TreeSet<>();
    int looked = 0;
    for (Method method : Tensor.class.getMethods()) {
      List<Class<?>> types = List.of(method.getParameterTypes());
      if (types.contains(double.class)
          && !REPLACE_NO_WHOLE_NUMBER.contains(method.getName())
          && takesInt64(method)) {
        looked++;
        if (!exists(method)) {
          without.add(method.getName() + types);
        }
      }
    }
    assertTrue(looked > 15, "only " + looked + " methods");
    assertEquals(new TreeSet<>(), without);
  }

  private static boolean exists(Method method) {
    Class<?>[] exact = method.getParameterTypes();
    Arrays.setAll(exact, i -> exact[i] == double.class ? long.class : exact[i]);
    return Arrays.stream(Tensor.class.getMethods())
        .anyMatch(
            other ->
                other.getName().equals(method.getName())
                    && Arrays.equals(other.getParameterTypes(), exact));
  }

  /** Whether a call with int64 tensors, or with truth values as the first one, gives int64. */
  private static boolean takesInt64(Method method) {
    return gives(method, WHOLE) || gives(method, TRUTH);
  }

  private static boolean gives(Method method, Tensor first) {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    boolean masked = method.getName().startsWith("masked");
    for (int i = 0; i < types.length; i++) {
      if (types[i] == double.class) {
        arguments[i] = 1.0;
      } else if (types[i] == int.class) {
        arguments[i] = 0;
      } else if (types[i].isAssignableFrom(Tensor.class)) {
        arguments[i] = masked ? TRUTH : WHOLE;
      } else {
        return false;
      }
    }
    try {
      return method.invoke(first, arguments) instanceof Tensor result
          && result.dtype() == WHOLE.dtype();
    } catch (InvocationTargetException e) {
      return false;
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
