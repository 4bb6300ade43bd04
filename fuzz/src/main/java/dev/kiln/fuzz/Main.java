package dev.kiln.fuzz;

import dev.kiln.fuzz.generate.Profile;
import dev.kiln.fuzz.program.ProgramText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the fuzzer. */
@Command(
    name = "kiln-fuzz",
    mixinStandardHelpOptions = true,
    version = "0.1.0",
    description = "Tries random models in every mode, and saves those that disagree.")
public final class Main implements Callable<Integer> {
  @Option(names = "--seed", description = "Determines all programs; the clock where not given.")
  private Long seed;

  @Option(names = "--seeds", description = "How many seeds to try, from the one given on.")
  private int seeds = 1;

  @Option(names = "--report", description = "A file for the summary, as a page.")
  private Path page;

  @Option(names = "--programs", description = "How many programs to try for each seed.")
  private long programs = Long.MAX_VALUE;

  @Option(names = "--minutes", description = "How long to try; 1 where nothing is given.")
  private Double minutes;

  @Option(names = "--first", description = "The number of the first program, to replay one.")
  private long first;

  @Option(
      names = "--profiles",
      split = ",",
      description = "What programs are about: ${COMPLETION-CANDIDATES}.")
  private List<Profile> profiles = new ArrayList<>();

  @Option(names = "--batch", description = "How many programs to compile at once.")
  private int batch = 100;

  @Option(names = "--threads", description = "How many batches to try at a time.")
  private int threads = 1;

  @Option(names = "--no-shrink", description = "Report findings as they are.")
  private boolean isWithoutShrinking;

  @Option(names = "--save", description = "The folder in which findings are saved.")
  private Path folder;

  @Option(names = "--print", description = "Print the programs instead of running them.")
  private boolean prints;

  /** The arguments, for the report. */
  private final String[] line;

  private Main(String[] line) {
    this.line = line.clone();
  }

  /** Runs the fuzzer; the exit status is 1 where something disagreed. */
  public static void main(String[] arguments) {
    CommandLine line =
        new CommandLine(new Main(arguments)).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() {
    long chosen = seed != null ? seed : System.currentTimeMillis();
    List<Profile> chosenProfiles = profiles.isEmpty() ? Arrays.asList(Profile.values()) : profiles;
    long end = programs == Long.MAX_VALUE ? programs : first + programs;
    if (prints) {
      Fuzzer fuzzer = fuzzer(chosen, chosenProfiles);
      for (long i = first; i < end; i++) {
        ProgramText.files(fuzzer.program(i)).values().forEach(System.out::println);
      }
      return 0;
    }
    System.out.println("seed " + chosen);
    long start = System.nanoTime();
    boolean isLimited = minutes != null || programs == Long.MAX_VALUE;
    double limit = minutes != null ? minutes : 1;
    BooleanSupplier hasTime = () -> !isLimited || seconds(start) < limit * 60;
    Summary summary = new Summary();
    for (int i = 0; i < seeds && hasTime.getAsBoolean(); i++) {
      summary.add(fuzzer(chosen + i, chosenProfiles).run(first, end, threads, hasTime));
      if (page != null) {
        write(page, summary.page("java -jar fuzz/target/kiln-fuzz.jar " + String.join(" ", line)));
      }
    }
    System.out.print(summary.text(seconds(start)));
    return summary.findings().isEmpty() ? 0 : 1;
  }

  private Fuzzer fuzzer(long chosen, List<Profile> chosenProfiles) {
    return new Fuzzer(chosen, chosenProfiles, batch, !isWithoutShrinking, this::report);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private void report(Finding finding) {
    System.out.println("== " + finding.disagreement().kind());
    System.out.println(
        "--seed "
            + finding.seed()
            + " --first "
            + finding.index()
            + " ("
            + finding.profile()
            + ")");
    System.out.println(ProgramText.file(finding.program()));
    System.out.println(finding.disagreement().details());
    if (folder != null) {
      save(finding);
    }
  }

  private void save(Finding finding) {
    Path file = folder.resolve("Seed" + finding.seed() + "Program" + finding.index() + ".java");
    String head = "// " + finding.disagreement().kind() + "\n";
    write(file, head + ProgramText.file(finding.program()));
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
