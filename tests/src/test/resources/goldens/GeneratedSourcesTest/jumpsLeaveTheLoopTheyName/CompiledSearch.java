package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;

/**
 * {@link Search} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Search"
)
public final class CompiledSearch extends Search implements CompiledModel {
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
      SourceLines.MODEL.addTo(e);
      throw e;
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
            "Search.java,22:9,25:11,27:12,28:13,31:16,37:11,");
  }
}
