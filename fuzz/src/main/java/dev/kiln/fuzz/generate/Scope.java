package dev.kiln.fuzz.generate;

import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The variables in scope, and the constructs that jumps can leave. Names are reused in sibling
 * scopes, as people do.
 */
final class Scope {
  /** A variable; one that bounds a loop is not assigned elsewhere. */
  record Local(String name, ValueType type, boolean isAssignable) {}

  /** What a jump can leave: loops, switches and labelled blocks; or a wall that none can cross. */
  record Target(String label, Kind kind) {
    enum Kind {
      LOOP,
      SWITCH,
      BLOCK,
      WALL
    }
  }

  private static final String NAMES = "abcdefghpqrstuvwxyz";

  private final List<Local> locals = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();
  private int names;
  private int labels;

  /** A state to return to. */
  record Mark(int locals, int names) {}

  Mark mark() {
    return new Mark(locals.size(), names);
  }

  /** Leaves a block: its variables are gone, their names are free. */
  void leave(Mark mark) {
    hide(mark);
    names = mark.names();
  }

  /** Leaves a group of a switch: its variables are gone, their names are not free. */
  void hide(Mark mark) {
    locals.subList(mark.locals(), locals.size()).clear();
  }

  String freshName() {
    int number = names++;
    String letter = NAMES.substring(number % NAMES.length(), number % NAMES.length() + 1);
    return number < NAMES.length() ? letter : letter + number / NAMES.length();
  }

  /** A name for a label; labels in use must differ. */
  String freshLabel() {
    return "label" + labels++;
  }

  void declare(String name, ValueType type, boolean isAssignable) {
    locals.add(new Local(name, type, isAssignable));
  }

  List<Local> matching(Predicate<Local> wanted) {
    return locals.stream().filter(wanted).toList();
  }

  void enter(Target target) {
    targets.add(target);
  }

  void leaveTarget() {
    targets.remove(targets.size() - 1);
  }

  /** The targets inside the innermost wall, innermost first. */
  List<Target> targets() {
    List<Target> reachable = new ArrayList<>();
    for (int i = targets.size() - 1; i >= 0; i--) {
      if (targets.get(i).kind() == Target.Kind.WALL) {
        break;
      }
      reachable.add(targets.get(i));
    }
    return reachable;
  }

  boolean hasWall() {
    return targets.stream().anyMatch(target -> target.kind() == Target.Kind.WALL);
  }
}
