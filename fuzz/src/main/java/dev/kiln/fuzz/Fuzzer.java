package dev.kiln.fuzz;

import dev.kiln.fuzz.compare.Disagreement;
import dev.kiln.fuzz.compare.Modes;
import dev.kiln.fuzz.compare.Verdict;
import dev.kiln.fuzz.generate.Profile;
import dev.kiln.fuzz.generate.ProgramGenerator;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.run.BatchCompiler;
import dev.kiln.fuzz.run.Settings;
import dev.kiln.fuzz.run.Watchdog;
import dev.kiln.fuzz.shrink.Shrinker;
import dev.kiln.fuzz.variant.Variant;
import dev.kiln.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Tries random programs. The same seed tries the same programs in the same order. */
public final class Fuzzer {
  /** Far more than any takes, even on a busy machine. */
  private static final int RUN_SECONDS = 60;

  private static final int COMPILE_SECONDS = 600;
  private static final int MOST_LOST = 3;

  private final long seed;
  private final List<Profile> profiles;
  private final int batch;
  private final boolean shrinks;
  private final Consumer<Finding> listener;

  /**
   * A run.
   *
   * @param profiles what programs are about, in turn
   * @param batch how many programs to compile at once
   * @param shrinks whether to make findings small
   * @param listener told of findings as they are made
   */
  public Fuzzer(
      long seed, List<Profile> profiles, int batch, boolean shrinks, Consumer<Finding> listener) {
    this.seed = seed;
    this.profiles = List.copyOf(profiles);
    this.batch = batch;
    this.shrinks = shrinks;
    this.listener = listener;
  }

  /** One program of a run; {@code changes} where it is a variant of the one before. */
  private record Candidate(long index, Profile profile, Program program, List<String> changes) {}

  /** What was found out about a program; modes where it could be run. */
  private record Judgement(Optional<Disagreement> disagreement, Optional<Modes> modes) {
    Optional<Disagreement> differenceFrom(Judgement before) {
      return modes.isPresent() && before.modes().isPresent()
          ? modes.get().differenceFrom(before.modes().get())
          : Optional.empty();
    }
  }

  /**
   * Tries the programs from number {@code first} on, before {@code end}, while there is time.
   *
   * @param threads how many batches to try at a time
   */
  public Summary run(long first, long end, int threads, BooleanSupplier hasTime) {
    Summary summary = new Summary();
    AtomicLong next = new AtomicLong(first / batch);
    Runnable worker =
        () -> {
          try (Worker each = new Worker(summary)) {
            for (long number = next.getAndIncrement();
                number * batch < end && hasTime.getAsBoolean() && each.isFit();
                number = next.getAndIncrement()) {
              each.run(
                  number, Math.max(first, number * batch), Math.min(end, (number + 1) * batch));
            }
          }
        };
    CompletableFuture<?>[] workers = new CompletableFuture<?>[threads];
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      workers[i] = CompletableFuture.runAsync(worker, executor);
    }
    executor.shutdown();
    CompletableFuture.allOf(workers).join();
    return summary;
  }

  /** In every third batch, each second program is a variant of the one before. */
  private boolean isVariant(long index) {
    return index / batch % 3 == 2 && index % 2 == 1;
  }

  private Candidate candidate(long index) {
    if (isVariant(index)) {
      Candidate base = candidate(index - 1);
      Variant variant = Variant.of(base.program(), seed + index);
      return new Candidate(index, base.profile(), variant.program(), variant.changes());
    }
    Profile profile = profiles.get((int) (index % profiles.size()));
    long mixed = (seed * 0x9e3779b97f4a7c15L) ^ (index * 0xbf58476d1ce4e5b9L);
    return new Candidate(index, profile, ProgramGenerator.generate(mixed, profile), List.of());
  }

  /** The source of one program of the run. */
  public Program program(long index) {
    return candidate(index).program();
  }

  /** Tries batches, one at a time. */
  private final class Worker implements AutoCloseable {
    private final Summary summary;
    private final BatchCompiler compiler = new BatchCompiler();
    private final Watchdog watchdog = new Watchdog();

    Worker(Summary summary) {
      this.summary = summary;
    }

    /** Whether not too many threads are busy with programs that do not end. */
    boolean isFit() {
      return watchdog.lost() < MOST_LOST;
    }

    void run(long number, long first, long end) {
      List<Candidate> candidates = new ArrayList<>();
      for (long index = isVariant(first) ? first - 1 : first; index < end; index++) {
        candidates.add(candidate(index));
      }
      Settings settings = Settings.of(number);
      List<Program> programs = candidates.stream().map(Candidate::program).toList();
      Optional<List<BatchCompiler.Outcome>> outcomes =
          watchdog.within(COMPILE_SECONDS, () -> compiler.compile(programs, settings.options()));
      if (outcomes.isEmpty()) {
        found(candidates.get(0), new Disagreement("endless compilation", -1, "of a whole batch"));
        return;
      }
      Judgement before = new Judgement(Optional.empty(), Optional.empty());
      for (int i = 0; i < candidates.size(); i++) {
        Candidate candidate = candidates.get(i);
        BatchCompiler.Outcome outcome = outcomes.get().get(i);
        Optional<Judgement> judged =
            watchdog.within(RUN_SECONDS, () -> judge(candidate, outcome, summary));
        if (judged.isEmpty()) {
          found(candidate, new Disagreement("endless", -1, "no end in " + RUN_SECONDS + " s"));
          continue;
        }
        Optional<Disagreement> disagreement = judged.get().disagreement();
        if (disagreement.isPresent()) {
          found(candidate, shrunk(candidate, settings, disagreement.get()));
        } else if (!candidate.changes().isEmpty()) {
          summary.variant(candidate.changes());
          judged.get().differenceFrom(before).ifPresent(each -> found(candidate, each));
        }
        before = judged.get();
      }
    }

    private Shrinker.Shrunk shrunk(
        Candidate candidate, Settings settings, Disagreement disagreement) {
      return shrinks
          ? new Shrinker(compiler, settings, watchdog).shrink(candidate.program(), disagreement)
          : new Shrinker.Shrunk(candidate.program(), disagreement);
    }

    private void found(Candidate candidate, Disagreement disagreement) {
      found(candidate, new Shrinker.Shrunk(candidate.program(), disagreement));
    }

    private void found(Candidate candidate, Shrinker.Shrunk shrunk) {
      Finding finding =
          new Finding(
              seed,
              candidate.index(),
              candidate.profile(),
              shrunk.program(),
              shrunk.disagreement());
      synchronized (summary) {
        summary.findings().add(finding);
        listener.accept(finding);
      }
    }

    @Override
    public void close() {
      compiler.close();
    }
  }

  private Judgement judge(Candidate candidate, BatchCompiler.Outcome outcome, Summary summary) {
    synchronized (summary) {
      summary.tried(seed);
      summary.coverage().add(candidate.program());
    }
    if (outcome.loaded().isPresent()) {
      List<Graph> graphs = outcome.loaded().get().graphs();
      Modes modes = new Modes(outcome.loaded().get());
      Optional<Disagreement> found = checked(modes);
      synchronized (summary) {
        graphs.forEach(summary.coverage()::add);
        summary.ran(modes);
      }
      return new Judgement(found, Optional.of(modes));
    }
    Optional<Disagreement> found = Verdict.of(outcome);
    synchronized (summary) {
      if (found.isEmpty()) {
        summary.refused(Verdict.code(outcome.error()));
      } else if (found.get().kind().equals(Verdict.INVALID)) {
        summary.invalidJava();
      }
    }
    return new Judgement(found, Optional.empty());
  }

  /** What cannot be compared is a finding too, of the fuzzer itself, and ends no run of hours. */
  private static Optional<Disagreement> checked(Modes modes) {
    try {
      return modes.check();
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(new Disagreement("a fault of the fuzzer", -1, e.toString()));
    }
  }
}
