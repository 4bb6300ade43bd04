package dev.kiln.testkit.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An argument whose class is a record that is compiled during the test.
 *
 * @param type its name: nested in the model, or beside it
 * @param components of which some may be null
 */
public record RecordArgument(String type, List<Object> components) {
  public RecordArgument {
    components = Collections.unmodifiableList(new ArrayList<>(components));
  }
}
