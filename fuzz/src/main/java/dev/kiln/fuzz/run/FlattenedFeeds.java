package dev.kiln.fuzz.run;

import dev.kiln.session.Feeds;
import java.lang.reflect.RecordComponent;

/** Feeds of arguments as graphs name them: a record is fed by its leaves, such as {@code p.x}. */
public final class FlattenedFeeds {
  private FlattenedFeeds() {}

  /** The feeds and one more argument. */
  public static Feeds and(Feeds feeds, String name, Object value) {
    if (!(value instanceof Record)) {
      return feeds.and(name, value);
    }
    Feeds more = feeds;
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object part = Invocation.of(component.getAccessor(), value);
      more = and(more, name + "." + component.getName(), part);
    }
    return more;
  }
}
