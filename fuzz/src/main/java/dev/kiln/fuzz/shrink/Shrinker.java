package dev.kiln.fuzz.shrink;

import dev.kiln.fuzz.compare.Disagreement;
import dev.kiln.fuzz.compare.Verdict;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.run.BatchCompiler;
import dev.kiln.fuzz.run.Settings;
import dev.kiln.fuzz.run.Watchdog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes a program smaller while it shows the same kind of fault. Reductions are tried in batches,
 * those first that take most away; the ones that are no correct Java show no fault.
 */
public final class Shrinker {
  private static final int BATCH = 24;
  private static final int MOST_BATCHES = 150;

  private static final int RUN_SECONDS = 20;
  private static final int MOST_LOST = 2;

  private final BatchCompiler compiler;
  private final Settings settings;
  private final Watchdog watchdog;
  private final int lostBefore;
  private int batches;

  /** A shrinker that compiles with {@code compiler}, under {@code settings}. */
  public Shrinker(BatchCompiler compiler, Settings settings, Watchdog watchdog) {
    this.compiler = compiler;
    this.settings = settings;
    this.watchdog = watchdog;
    this.lostBefore = watchdog.lost();
  }

  /** A program and what is wrong with it. */
  public record Shrunk(Program program, Disagreement disagreement) {}

  /** The smallest program found. */
  public Shrunk shrink(Program program, Disagreement disagreement) {
    Shrunk best = new Shrunk(program, disagreement);
    boolean isSmaller = true;
    while (isSmaller && goesOn()) {
      Shrunk next = pass(best);
      isSmaller = next != best;
      best = next;
    }
    return best;
  }

  private boolean goesOn() {
    return batches < MOST_BATCHES && watchdog.lost() - lostBefore < MOST_LOST;
  }

  /** Tries all reductions once; goes on behind the place of one that succeeds. */
  private Shrunk pass(Shrunk start) {
    Shrunk best = start;
    int from = 0;
    List<Supplier<Program>> reductions = Reductions.of(best.program());
    while (from < reductions.size() && goesOn()) {
      List<Program> candidates = new ArrayList<>();
      int next = from;
      int size = Reductions.size(best.program());
      while (next < reductions.size() && candidates.size() < BATCH) {
        Program candidate = reductions.get(next++).get();
        if (isComplete(candidate)
            && Reductions.size(candidate) < size
            && Endings.areKept(candidate)) {
          candidates.add(candidate);
        }
      }
      Optional<Shrunk> smaller = firstWith(start.disagreement().kind(), candidates);
      if (smaller.isPresent()) {
        best = smaller.get();
        reductions = Reductions.of(best.program());
      } else {
        from = next;
      }
    }
    return best;
  }

  /** Whether there is something to call. */
  private static boolean isComplete(Program program) {
    List<String> methods = program.main().methods().stream().map(Program.Method::name).toList();
    return !program.calls().isEmpty() && methods.containsAll(program.entries());
  }

  private Optional<Shrunk> firstWith(String kind, List<Program> candidates) {
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    batches++;
    List<BatchCompiler.Outcome> outcomes = compiler.compile(candidates, settings.options());
    for (int i = 0; i < candidates.size(); i++) {
      BatchCompiler.Outcome outcome = outcomes.get(i);
      Optional<Disagreement> found =
          watchdog.within(RUN_SECONDS, () -> Verdict.of(outcome)).flatMap(Function.identity());
      boolean isSame = found.isPresent() && found.get().kind().equals(kind);
      // Kiln may refuse what is no Java at all, for a reason of its own
      if (isSame && (found.get().call() >= 0 || compiler.isJava(candidates.get(i)))) {
        return Optional.of(new Shrunk(candidates.get(i), found.get()));
      }
    }
    return Optional.empty();
  }
}
