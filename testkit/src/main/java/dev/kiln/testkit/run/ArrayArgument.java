package dev.kiln.testkit.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An argument that is an array of records that are compiled during the test, or of arrays of them.
 *
 * @param type of the elements, such as {@code Point}, or {@code Point[]}
 * @param elements of which some may be null
 */
public record ArrayArgument(String type, List<Object> elements) {
  public ArrayArgument {
    elements = Collections.unmodifiableList(new ArrayList<>(elements));
  }
}
