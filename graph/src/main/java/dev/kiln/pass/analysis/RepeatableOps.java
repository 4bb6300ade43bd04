package dev.kiln.pass.analysis;

import dev.kiln.op.Emission;
import dev.kiln.op.OpDefinition;
import java.util.Set;

/**
 * The operations on scalars that cost no more to repeat than to save a value and take it back:
 * Java's operators and what the JIT compiler makes one instruction of.
 */
public final class RepeatableOps {
  private static final Set<String> INSTRUCTIONS =
      Set.of(
          "assertions_enabled",
          "math_abs_i32",
          "math_abs_i64",
          "math_abs_f32",
          "math_abs_f64",
          "math_max_i32_i32",
          "math_max_f64_f64",
          "math_min_i32_i32",
          "math_min_f64_f64",
          "math_sqrt_f64",
          "math_fma_f64_f64_f64",
          "math_fma_f32_f32_f32",
          "double_isNaN_f64",
          "double_isFinite_f64",
          "double_isInfinite_f64",
          "double_compare_f64_f64",
          "float_isNaN_f32",
          "float_isFinite_f32",
          "float_isInfinite_f32",
          "integer_compare_i32_i32",
          "integer_signum_i32",
          "integer_bitCount_i32",
          "chain_product",
          "chain_quotient",
          "shift_left",
          "shift_right",
          "unsigned_shift_right",
          "complement");

  private RepeatableOps() {}

  public static boolean isCheap(OpDefinition definition) {
    return definition.emission() instanceof Emission.Elementwise
        || INSTRUCTIONS.contains(definition.name());
  }
}
