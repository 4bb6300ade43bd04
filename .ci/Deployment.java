import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Deploys the program in {@code samples/digits} in every way that the documentation shows, prints
 * what it measures, and fails where a bound is not kept.
 *
 * <pre>java .ci/Deployment.java [WORK_FOLDER [JDK_25]]</pre>
 *
 * <p>It runs in the root of a clone after {@code mvn package}, with a JDK that has jmods.
 */
final class Deployment {
  private static final String MAIN = "com.example.digits.Main";
  private static final String MODULE = "com.example.digits";

  private static final Path RUNTIME = Path.of("runtime/target");
  private static final Path SAMPLE = Path.of("samples/digits/target");
  private static final Path ONE_JAR = SAMPLE.resolve("digits.jar");
  private static final Path SMALL_JAR = SAMPLE.resolve("digits-small.jar");

  private static final int LARGEST_RUNTIME = 500_000;
  private static final int LARGEST_PROGRAM = 150_000;
  private static final int MOST_CLASSES = 70;
  private static final double LEAST_ACCURACY = 95;

  /** Times of an empty program; processor time, since machines have other things to do. */
  private static final double LONGEST_START = 2.0;

  private static final double LONGEST_START_WITH_ARCHIVE = 1.3;

  /** A median is that of so many runs of each program in turn. */
  private static final int RUNS = 11;

  /** A machine that is busy may be measured again. */
  private static final int ATTEMPTS = 3;

  private final Path work;
  private final Path jdk;
  private final String jdk25;
  private final List<String> failures = new ArrayList<>();

  private Deployment(Path work, String jdk25) {
    this.work = work;
    this.jdk = Path.of(System.getProperty("java.home"));
    this.jdk25 = jdk25;
  }

  public static void main(String[] arguments) throws Exception {
    Path work =
        arguments.length > 0
            ? Path.of(arguments[0]).toAbsolutePath()
            : Files.createTempDirectory("deployment");
    Files.createDirectories(work);
    Deployment deployment = new Deployment(work, arguments.length > 1 ? arguments[1] : "");
    deployment.sizes();
    deployment.predictions();
    deployment.dependencies();
    deployment.loadedClasses();
    deployment.image();
    deployment.startUp17();
    deployment.startUp25();
    deployment.nativeImage();
    deployment.failures.forEach(each -> System.out.println("FAILED: " + each));
    System.exit(deployment.failures.isEmpty() ? 0 : 1);
  }

  // ---- sizes, predictions, dependencies ----

  private void sizes() throws IOException {
    atMost("kiln-runtime, bytes", Files.size(runtimeJar()), LARGEST_RUNTIME);
    System.out.println("the program in one jar, bytes: " + Files.size(ONE_JAR));
    atMost("the same, shrunk, bytes", Files.size(SMALL_JAR), LARGEST_PROGRAM);
  }

  /** All images of the example, 65 numbers a line: the last one is the digit. */
  private Path images() throws IOException {
    Path images = work.resolve("digits.csv");
    Path packed = Path.of("example-app/src/main/resources/dev/kiln/example/digits.csv.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
      Files.write(images, in.readAllBytes());
    }
    return images;
  }

  private void predictions() throws Exception {
    Path images = images();
    List<String> whole = run(java(jdk), "-jar", ONE_JAR.toString(), images.toString());
    List<String> small = run(java(jdk), "-jar", SMALL_JAR.toString(), images.toString());
    check("shrunk, the program predicts the same", whole.equals(small));
    List<String> lines = Files.readAllLines(images);
    int right = 0;
    for (int i = 0; i < lines.size(); i++) {
      right += lines.get(i).endsWith("," + whole.get(i)) ? 1 : 0;
    }
    double accuracy = 100.0 * right / lines.size();
    System.out.printf(Locale.ROOT, "accuracy on %d images: %.1f %%%n", lines.size(), accuracy);
    check("the accuracy is at least " + LEAST_ACCURACY, accuracy >= LEAST_ACCURACY);
  }

  /** What Android-like targets offer: java.base of Java 17, without the Vector API. */
  private void dependencies() throws Exception {
    Path plain = work.resolve("runtime-without-vectors.jar");
    copyWithout("dev/kiln/kernel/(elementwise/)?Vector\\w+\\.class", runtimeJar(), plain);
    Path annotations = jarIn(Path.of("annotations/target"), "kiln-annotations");
    String jdeps = jdk.resolve("bin/jdeps").toString();
    List<String> needed =
        run(
            jdeps,
            "--print-module-deps",
            "--ignore-missing-deps",
            "-q",
            "--class-path",
            annotations.toString(),
            plain.toString());
    List<String> ofProgram =
        run(jdeps, "--print-module-deps", "--ignore-missing-deps", "-q", SMALL_JAR.toString());
    System.out.println("modules that the runtime needs: " + needed + ", the program: " + ofProgram);
    check("the runtime needs java.base alone", needed.equals(List.of("java.base")));
    // the Vector API, which matrix products use where it is present
    List<String> withVectors = List.of("java.base,jdk.incubator.vector");
    check(
        "the program needs java.base, and may use the Vector API",
        ofProgram.equals(List.of("java.base")) || ofProgram.equals(withVectors));
  }

  /** What a prediction does not need must not be loaded: tables of operations, and lambdas. */
  private void loadedClasses() throws Exception {
    List<String> kiln = new ArrayList<>();
    int made = 0;
    for (String line : run(java(jdk), "-Xlog:class+load", "-jar", ONE_JAR.toString())) {
      if (line.contains("] dev.kiln.")) {
        kiln.add(line);
      }
      made += line.contains("$$Lambda") || line.contains("LookupDefineClass") ? 1 : 0;
    }
    atMost("classes of Kiln that a prediction loads", kiln.size(), MOST_CLASSES);
    atMost("classes made at run time for a prediction", made, 0);
  }

  private static void copyWithout(String pattern, Path from, Path to) throws IOException {
    try (ZipFile in = new ZipFile(from.toFile());
        OutputStream file = Files.newOutputStream(to);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (ZipEntry entry : in.stream().toList()) {
        if (!entry.getName().matches(pattern) && !entry.getName().equals("module-info.class")) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          out.write(in.getInputStream(entry).readAllBytes());
        }
      }
    }
  }

  // ---- images ----

  private void image() throws Exception {
    Path image = work.resolve("image");
    String path =
        String.join(
            ":",
            jarIn(SAMPLE, "kiln-sample-digits").toString(),
            runtimeJar().toString(),
            jarIn(Path.of("annotations/target"), "kiln-annotations").toString());
    run(
        jdk.resolve("bin/jlink").toString(),
        "--module-path",
        path,
        "--add-modules",
        MODULE,
        "--launcher",
        "digits=" + MODULE + "/" + MAIN,
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--compress=2",
        "--output",
        image.toString());
    List<String> digit = run(image.resolve("bin/digits").toString());
    check("the image made by jlink predicts 0", digit.equals(List.of("0")));
    System.out.println("image made by jlink, MB: " + sizeOf(image) / 1_000_000);
  }

  private void nativeImage() throws Exception {
    String path = System.getenv().getOrDefault("PATH", "");
    boolean isThere =
        Arrays.stream(path.split(":"))
            .anyMatch(each -> Files.exists(Path.of(each, "native-image")));
    if (!isThere) {
      System.out.println("native image: not built, since there is no native-image on the path");
      return;
    }
    String program = work.resolve("digits").toString();
    run("native-image", "--no-fallback", "-o", program, "-jar", SMALL_JAR.toString());
    check("the native image predicts 0", run(program).equals(List.of("0")));
    System.out.println("native image, MB: " + Files.size(Path.of(program)) / 1_000_000);
  }

  private static long sizeOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(each -> each.toFile().length()).sum();
    }
  }

  // ---- start-up ----

  private void startUp17() throws Exception {
    Path classes = work.resolve("digits.classlist");
    Path archive = work.resolve("digits.jsa");
    String jar = SMALL_JAR.toString();
    run(java(jdk), "-Xshare:off", "-XX:DumpLoadedClassList=" + classes, "-jar", jar);
    run(
        java(jdk),
        "-Xshare:dump",
        "-XX:SharedClassListFile=" + classes,
        "-XX:SharedArchiveFile=" + archive,
        "-cp",
        jar);
    startUp(jdk, "-XX:SharedArchiveFile=" + archive);
  }

  private void startUp25() throws Exception {
    if (jdk25.isEmpty()) {
      System.out.println("start on JDK 25: not measured, since there is none");
      return;
    }
    Path cache = work.resolve("digits.aot");
    run(java(Path.of(jdk25)), "-XX:AOTCacheOutput=" + cache, "-jar", SMALL_JAR.toString());
    startUp(Path.of(jdk25), "-XX:AOTCache=" + cache);
  }

  private void startUp(Path home, String archive) throws Exception {
    String java = java(home);
    Map<String, List<String>> programs = new LinkedHashMap<>();
    programs.put("empty", List.of(java, "-cp", emptyProgram().toString(), "Empty"));
    programs.put("one jar", List.of(java, "-jar", ONE_JAR.toString()));
    programs.put("shrunk", List.of(java, "-jar", SMALL_JAR.toString()));
    programs.put("archive", List.of(java, archive, "-jar", SMALL_JAR.toString()));
    String version = home.getFileName().toString();
    for (int attempt = 1; ; attempt++) {
      Map<String, double[]> ratios = measure(programs);
      System.out.println("from the start of the JVM to the first prediction, " + version + ":");
      ratios.forEach(
          (name, times) ->
              System.out.printf(
                  Locale.ROOT,
                  "  %-8s processor %4.0f ms (%.2f)  wall clock %4.0f ms (%.2f)%n",
                  name,
                  times[0],
                  times[0] / ratios.get("empty")[0],
                  times[1],
                  times[1] / ratios.get("empty")[1]));
      double empty = ratios.get("empty")[0];
      boolean isKept =
          ratios.get("shrunk")[0] <= LONGEST_START * empty
              && ratios.get("archive")[0] <= LONGEST_START_WITH_ARCHIVE * empty;
      if (isKept || attempt == ATTEMPTS) {
        check("the start keeps its bounds on " + version, isKept);
        return;
      }
    }
  }

  /** The medians of processor time and wall-clock time, in milliseconds. */
  private static Map<String, double[]> measure(Map<String, List<String>> programs)
      throws Exception {
    Map<String, List<double[]>> all = new LinkedHashMap<>();
    for (int i = 0; i < RUNS; i++) {
      for (Map.Entry<String, List<String>> each : programs.entrySet()) {
        all.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(time(each.getValue()));
      }
    }
    Map<String, double[]> medians = new LinkedHashMap<>();
    all.forEach(
        (name, times) -> medians.put(name, new double[] {median(times, 0), median(times, 1)}));
    return medians;
  }

  private static double median(List<double[]> times, int index) {
    return times.stream()
        .mapToDouble(each -> each[index])
        .sorted()
        .skip(RUNS / 2)
        .findFirst()
        .orElseThrow();
  }

  /** Processor time and wall-clock time of a command, in milliseconds, as the shell tells them. */
  private static double[] time(List<String> command) throws Exception {
    List<String> timed = new ArrayList<>();
    timed.addAll(
        List.of("bash", "-c", "TIMEFORMAT='%3R %3U %3S'; time \"$@\" > /dev/null", "time"));
    timed.addAll(command);
    List<String> lines = run(timed.toArray(new String[0]));
    String[] seconds = lines.get(lines.size() - 1).replace(',', '.').split(" ");
    double wall = 1000 * Double.parseDouble(seconds[0]);
    double user = 1000 * Double.parseDouble(seconds[1]);
    double system = 1000 * Double.parseDouble(seconds[2]);
    return new double[] {user + system, wall};
  }

  private Path emptyProgram() throws Exception {
    Path folder = Files.createDirectories(work.resolve("empty"));
    Path source = folder.resolve("Empty.java");
    Files.writeString(
        source,
        "class Empty { public static void main(String[] args) { System.out.println(0); } }\n");
    run(jdk.resolve("bin/javac").toString(), "-d", folder.toString(), source.toString());
    Path jar = folder.resolve("empty.jar");
    run(
        jdk.resolve("bin/jar").toString(),
        "cf",
        jar.toString(),
        "-C",
        folder.toString(),
        "Empty.class");
    return jar;
  }

  // ---- running ----

  private static Path runtimeJar() throws IOException {
    return jarIn(RUNTIME, "kiln-runtime");
  }

  private static Path jarIn(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              each -> each.getFileName().toString().matches(name + "-[0-9.]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("no jar of " + name + ": run mvn package first"));
    }
  }

  private static String java(Path home) {
    return home.resolve("bin/java").toString();
  }

  /** The lines that a command prints; an exception where it fails. */
  private static List<String> run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    List<String> lines;
    try (var output = process.inputReader()) {
      lines = output.lines().toList();
    }
    if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + " failed:\n" + String.join("\n", lines));
    }
    return lines;
  }

  private void atMost(String what, long value, long bound) {
    System.out.println(what + ": " + value + ", at most " + bound);
    check(what, value <= bound);
  }

  private void check(String what, boolean holds) {
    if (!holds) {
      failures.add(what);
    }
  }
}
