package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;

/**
 * {@link Search} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Search"
)
@SerializedGraph(
    method = "firstMultiple(int[],int[])",
    fingerprint = 0x20c49615fc790b87L,
    text = "graph \"firstMultiple\" { input \"values\" argument input \"divisors\" argument "
        + "outputs (\"result\") function \"firstMultiple\"(%0.values: array<i32, 1>, %1.divisors: "
        + "array<i32, 1>) -> (i32) { %2.found: i32 = apply constant() {value=bits i32 -1} @ "
        + "\"Search.java\" 9 17 %3.i: i32 = apply constant() {value=bits i32 0} @ 11 18 %33.found: "
        + "i32, %34.i: i32 = loop \"search_1\"(%2, %3) condition(%4.found: i32, %5.i: i32) { %6: "
        + "i32 = apply array_length(%0) @ 11 25 %7: bool = apply less(%5, %6) @ 11 21 condition "
        + "%7(%4, %5) } body(%8.found: i32, %9.i: i32) { %29.found: i32, %30.i: i32 = scope "
        + "\"search_2\" { %10.j: i32 = apply constant() {value=bits i32 0} @ 12 20 %27.found: i32, "
        + "%28.j: i32 = loop \"loop_3\"(%8, %10) condition(%11.found: i32, %12.j: i32) { %13: i32 "
        + "= apply array_length(%1) @ 12 27 %14: bool = apply less(%12, %13) @ 12 23 condition "
        + "%14(%11, %12) } body(%15.found: i32, %16.j: i32) { %17: i32 = apply array_load(%1, %16) "
        + "@ 13 13 %18: i32 = apply constant() {value=bits i32 0} @ 13 28 %19: bool = apply "
        + "equal(%17, %18) @ 13 13 if %19 { break \"search_2\"(%15, %9) } else { yield() } @ 13 9 "
        + "%20: i32 = apply array_load(%0, %9) @ 16 13 %21: i32 = apply array_load(%1, %16) @ 16 "
        + "25 %22: i32 = apply remainder_integer(%20, %21) @ 16 13 %23: i32 = apply constant() "
        + "{value=bits i32 0} @ 16 40 %24: bool = apply equal(%22, %23) @ 16 13 if %24 { break "
        + "\"search_1\"(%9, %9) } else { yield() } @ 16 9 %25: i32 = apply constant() {value=bits "
        + "i32 1} @ 12 44 %26.j: i32 = apply add(%16, %25) @ 12 44 yield(%15, %26) } @ 12 7 "
        + "yield(%27, %9) } @ 11 45 %31: i32 = apply constant() {value=bits i32 1} @ 11 40 %32.i: "
        + "i32 = apply add(%30, %31) @ 11 40 yield(%29, %32) } @ 11 5 return(%33) } }"
)
public final class CompiledSearch extends Search implements CompiledModel {
  public CompiledSearch() {
    super();
  }

  @Override
  int firstMultiple(int[] values, int[] divisors) {
    try {
      int found = -1;
      int i = 0;
      // Search.java:11
      search_1: while (i < values.length) {
        search_2: {
          int j = 0;
          // Search.java:12
          while (j < divisors.length) {
            // Search.java:13
            if (divisors[j] == 0) {
              break search_2;
            }
            // Search.java:16
            if (values[i] % divisors[j] == 0) {
              found = i;
              break search_1;
            }
            j += 1;
          }
        }
        i += 1;
      }
      return found;
    } catch (RuntimeException | Error e) {
      SourceLines.MODEL.addTo(e);
      throw e;
    }
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL = new ModelLines("demo.Search", "demo.CompiledSearch",
        "Search.java,47:9,49:11,53:12,55:13,59:16,64:12,67:11,");
  }
}
