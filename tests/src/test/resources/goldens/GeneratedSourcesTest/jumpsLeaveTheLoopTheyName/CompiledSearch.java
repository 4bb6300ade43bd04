package demo;

import dev.kiln.annotation.Generated;

/**
 * {@link Search} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Search"
)
public final class CompiledSearch extends Search {
  public CompiledSearch() {
    super();
  }

  @Override
  int firstMultiple(int[] values, int[] divisors) {
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
  }
}
