package dev.kiln.fuzz;

import dev.kiln.fuzz.generate.Profile;
import dev.kiln.fuzz.generate.ProgramGenerator;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.run.BatchCompiler;
import dev.kiln.fuzz.run.Disagreement;
import dev.kiln.fuzz.run.Modes;
import dev.kiln.fuzz.run.Verdict;
import dev.kiln.fuzz.shrink.Shrinker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Tries random programs. The same seed tries the same programs in the same order. */
public final class Fuzzer {
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

  /** One program of a run. */
  private record Candidate(long index, Profile profile, Program program) {}

  /** Tries the programs from number {@code first} on, before {@code end}, while there is time. */
  public Summary run(long first, long end, BooleanSupplier hasTime) {
    Summary summary = new Summary(seed);
    try (BatchCompiler compiler = new BatchCompiler()) {
      for (long start = first; start < end && hasTime.getAsBoolean(); start += batch) {
        List<Candidate> candidates = new ArrayList<>();
        for (long index = start; index < Math.min(end, start + batch); index++) {
          candidates.add(candidate(index));
        }
        runBatch(compiler, candidates, summary);
      }
    }
    return summary;
  }

  private Candidate candidate(long index) {
    Profile profile = profiles.get((int) (index % profiles.size()));
    long mixed = (seed * 0x9e3779b97f4a7c15L) ^ (index * 0xbf58476d1ce4e5b9L);
    return new Candidate(index, profile, ProgramGenerator.generate(mixed, profile));
  }

  /** The source of one program of the run. */
  public Program program(long index) {
    return candidate(index).program();
  }

  private void runBatch(BatchCompiler compiler, List<Candidate> candidates, Summary summary) {
    List<BatchCompiler.Outcome> outcomes =
        compiler.compile(candidates.stream().map(Candidate::program).toList());
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      summary.tried();
      summary.coverage().add(candidate.program());
      Optional<Disagreement> found = judge(outcomes.get(i), summary);
      if (found.isPresent()) {
        Finding finding = finding(compiler, candidate, found.get());
        summary.findings().add(finding);
        listener.accept(finding);
      }
    }
  }

  private static Optional<Disagreement> judge(BatchCompiler.Outcome outcome, Summary summary) {
    if (outcome.loaded().isPresent()) {
      outcome.loaded().get().graphs().forEach(summary.coverage()::add);
      Modes modes = new Modes(outcome.loaded().get());
      Optional<Disagreement> found = modes.check();
      summary.ran(modes.calls(), modes.exceptions(), modes.gradients(), modes.comparisons());
      return found;
    }
    Optional<Disagreement> found = Verdict.of(outcome);
    if (found.isEmpty()) {
      summary.refused(Verdict.code(outcome.error()));
    } else if (found.get().kind().equals(Verdict.INVALID)) {
      summary.invalidJava();
    }
    return found;
  }

  private Finding finding(BatchCompiler compiler, Candidate candidate, Disagreement disagreement) {
    Shrinker.Shrunk shrunk =
        shrinks
            ? new Shrinker(compiler).shrink(candidate.program(), disagreement)
            : new Shrinker.Shrunk(candidate.program(), disagreement);
    return new Finding(
        seed, candidate.index(), candidate.profile(), shrunk.program(), shrunk.disagreement());
  }
}
