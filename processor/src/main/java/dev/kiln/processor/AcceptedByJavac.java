package dev.kiln.processor;

import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.util.HashMap;
import java.util.Map;

/**
 * Notices that javac accepts a model that was left to it: when it writes class files, it has found
 * no error so far. Without this, a mistake of the front end's would give stubs silently.
 */
final class AcceptedByJavac implements TaskListener {
  private final Map<String, Runnable> actions = new HashMap<>();

  /** Runs the action once javac writes the class file of a generated class. */
  void expect(String generatedClass, Runnable action) {
    actions.put(generatedClass, action);
  }

  @Override
  public void started(TaskEvent event) {
    if (event.getKind() == TaskEvent.Kind.GENERATE && event.getTypeElement() != null) {
      Runnable action = actions.remove(event.getTypeElement().getQualifiedName().toString());
      if (action != null) {
        action.run();
      }
    }
  }

  @Override
  public void finished(TaskEvent event) {}
}
