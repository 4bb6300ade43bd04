package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;

/**
 * {@link Search} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Search"
)
public final class CompiledSearch extends Search implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Search");

  public CompiledSearch() {
    super();
  }

  @Override
  int firstMultiple(int[] values, int[] divisors) {
    try {
      // Search.java:9-16
      int found = -1;
      int i = 0;
      search2: while (i < values.length) {
        search: {
          for (int j = 0; j < divisors.length; j++) {
            if (divisors[j] == 0) {
              break search;
            }
            if (values[i] % divisors[j] == 0) {
              found = i;
              break search2;
            }
          }
        }
        i += 1;
      }
      return found;
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(e);
    }
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "demo.Search",
            "demo.CompiledSearch",
            "Search.java,28:9,31:11,33:12,34:13,37:16,43:11,");
  }
}
