package dev.kiln.processor.frontend.method;

import dev.kiln.processor.frontend.type.KnownSizes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a method and all that it calls before it is lowered.
 *
 * @param sizes of nested models
 * @param ruleFields the fields that methods with rules of their own take because the rules read
 *     them
 */
public record Known(KnownSizes sizes, Map<String, Set<String>> ruleFields) {
  /** What is known before a method is lowered for the first time. */
  public static final Known NOTHING = new Known(KnownSizes.NONE, Map.of());

  Known with(KnownSizes more) {
    return new Known(more, ruleFields);
  }

  Known with(String method, Set<String> fields) {
    Map<String, Set<String>> more = new LinkedHashMap<>(ruleFields);
    more.put(method, fields);
    return new Known(sizes, more);
  }
}
