package dev.kiln.processor.frontend.type;

import dev.kiln.type.Dim;
import dev.kiln.type.ValueType;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sizes of nested models that are known, each with the place of the code that tells. */
public final class KnownSizes {
  /** Nothing is known. */
  public static final KnownSizes NONE = new KnownSizes(Map.of(), Map.of());

  private final Map<String, Dim> sizes;
  private final Map<String, String> places;

  private KnownSizes(Map<String, Dim> sizes, Map<String, String> places) {
    this.sizes = sizes;
    this.places = places;
  }

  /** These sizes and one more. */
  KnownSizes with(String name, Dim size, String place) {
    Map<String, Dim> one = Map.of(name, size);
    Map<String, Dim> all = new LinkedHashMap<>(sizes);
    all.replaceAll((each, dim) -> dim.with(one));
    all.put(name, size);
    Map<String, String> allPlaces = new LinkedHashMap<>(places);
    allPlaces.put(name, place);
    return new KnownSizes(all, allPlaces);
  }

  /** The type with the sizes that are known. */
  public ValueType resolve(ValueType type) {
    return type.withSizes(sizes);
  }

  /** As {@link #resolve(ValueType)}. */
  public Dim resolve(Dim dim) {
    return dim.with(sizes);
  }

  /** Where the sizes in a message come from, such as {@code ; hidden.in is 64 by line 12}. */
  public String reasons(Dim... wanted) {
    StringBuilder text = new StringBuilder();
    sizes.forEach(
        (name, size) -> {
          for (Dim each : wanted) {
            if (size.equals(each)) {
              text.append("; ").append(name).append(" is ").append(size);
              text.append(" by ").append(places.get(name));
              return;
            }
          }
        });
    return text.toString();
  }
}
