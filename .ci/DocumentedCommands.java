import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs what the documentation tells people to type: every command, the project that the guide
 * begins with, and the build snippets of the README.
 *
 * <pre>java .ci/DocumentedCommands.java WORK_FOLDER [JDK_25]</pre>
 *
 * <p>It runs in the root of a clone. A command is what a block marked {@code sh} consists of, or
 * code in the text that begins as one. Commands that take long run in a shorter form ({@link
 * #SHORTER}), and those that {@code .ci/run} consists of are left to it ({@link #ELSEWHERE}). In a
 * section with files, which are blocks named by the line before them as in {@code `pom.xml`:},
 * commands run in a folder with these files, and a block marked {@code text} is what the command
 * before it prints.
 */
final class DocumentedCommands {
  private static final List<String> ELSEWHERE =
      List.of("mvn verify", ".ci/run", ".ci/run --nightly", "java .ci/Deployment.java");

  private static final String ONE_TEST = " -Dsurefire.failIfNoSpecifiedTests=false -Dtest=";

  /** What measures for many minutes, in every form. */
  private static final List<String> TOO_LONG = List.of("benchmarks/run.sh", "-Dtest=MutationScore");

  /** What takes long, as a pattern, and what takes its place. The rest of a command stays. */
  private static final List<Map.Entry<String, String>> SHORTER =
      List.of(
          Map.entry("mvn verify -Dinvoker\\.skip", "$0" + ONE_TEST + "NamingRulesTest"),
          Map.entry("^mvn package$", "$0 -DskipTests"),
          Map.entry("--minutes \\d+", "--programs 20 --seed 7"),
          Map.entry("--seed \\d+ --seeds \\d+ --programs \\d+", "--seed 7 --programs 10"),
          Map.entry("--programs \\d{3,}", "--programs 20"),
          Map.entry("-Dkiln\\.mutations=\\d+", "-Dkiln.mutations=20"),
          Map.entry("-Dkiln\\.mutants=all", ""),
          Map.entry("-Dkiln\\.seconds=\\d+", "-Dkiln.seconds=1"),
          Map.entry(
              "benchmarks/gradbench/run\\.sh( JDK\\.\\.\\.)?",
              "benchmarks/gradbench/run.sh --seconds 0.01"),
          Map.entry("benchmarks/peers/run\\.sh", "benchmarks/peers/run.sh --check"));

  private static final Pattern COMMAND_IN_TEXT =
      Pattern.compile("`((?:mvn|java -jar|\\.ci/run|benchmarks/[a-z/]*run\\.sh|-Dtest=)[^`]*)`");

  private static final Pattern NAMED_FILE = Pattern.compile("`([\\w./-]+)`:$");

  /** The {@code language} of commands that are code in the text. */
  private static final String IN_TEXT = "in text";

  /** A fenced block, or a command in the text. */
  private record Block(String section, String language, String file, String text) {}

  private final Path work;
  private final String jdk25;
  private final List<String> failed = new ArrayList<>();
  private int ran;

  private DocumentedCommands(Path work, String jdk25) {
    this.work = work;
    this.jdk25 = jdk25;
  }

  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[0]).toAbsolutePath();
    Files.createDirectories(work);
    String jdk25 = arguments.length > 1 ? arguments[1] : "";
    DocumentedCommands commands = new DocumentedCommands(work, jdk25);
    commands.runAll();
    System.out.println(
        commands.ran + " documented commands run, " + commands.failed.size() + " failed");
    commands.failed.forEach(System.out::println);
    System.exit(commands.failed.isEmpty() ? 0 : 1);
  }

  private void runAll() throws Exception {
    List<Block> readme = blocks(Path.of("README.md"));
    runCommands("README.md", readme);
    runUsersProject(readme);
    for (String file :
        List.of("CONTRIBUTING.md", "SECURITY.md", "benchmarks/gradbench/README.md")) {
      runCommands(file, blocks(Path.of(file)));
    }
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      for (Path each : docs.filter(path -> path.toString().endsWith(".md")).sorted().toList()) {
        runCommands(each.toString(), blocks(each));
      }
    }
  }

  // ---- reading ----

  private static List<Block> blocks(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    String section = "";
    String before = "";
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        int end = i + 1;
        while (!lines.get(end).startsWith("```")) {
          end++;
        }
        Matcher named = NAMED_FILE.matcher(before);
        String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
        blocks.add(
            new Block(section, line.substring(3), named.find() ? named.group(1) : null, text));
        i = end;
      } else if (line.startsWith("#")) {
        section = line;
      } else {
        // code in a paragraph may go on in the next line
        String next = i + 1 < lines.size() && !line.startsWith("|") ? " " + lines.get(i + 1) : "";
        Matcher command = COMMAND_IN_TEXT.matcher(line + next);
        while (command.find() && command.start() < line.length()) {
          blocks.add(new Block(section, IN_TEXT, null, command.group(1)));
        }
      }
      if (!line.isBlank()) {
        before = line;
      }
    }
    return blocks;
  }

  // ---- commands ----

  private void runCommands(String document, List<Block> blocks) throws Exception {
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      String command = block.text().strip();
      boolean isFenced = block.language().equals("sh");
      if (ELSEWHERE.contains(command) || !isFenced && !block.language().equals(IN_TEXT)) {
        continue;
      }
      if (TOO_LONG.stream().anyMatch(command::contains)) {
        System.out.println("-- " + document + ": not run, since it takes long: " + command);
        continue;
      }
      if (isFenced && blocks.stream().anyMatch(each -> isFileBeside(each, block))) {
        Path folder = work.resolve("project of " + Path.of(document).getFileName());
        for (Block each : blocks) {
          if (isFileBeside(each, block)) {
            write(folder.resolve(each.file()), each.text());
          }
        }
        String printed = run(document, folder, command, "");
        if (i + 1 < blocks.size() && blocks.get(i + 1).language().equals("text")) {
          expect(document + ": " + command, blocks.get(i + 1).text(), printed);
        }
      } else {
        run(document, Path.of("").toAbsolutePath(), shortened(command), "");
      }
    }
  }

  private static boolean isFileBeside(Block file, Block command) {
    return file.file() != null && file.section().equals(command.section());
  }

  private static String shortened(String command) {
    String shorter =
        command.startsWith("-Dtest=")
            ? "mvn test -pl tests -am -Dsurefire.failIfNoSpecifiedTests=false " + command
            : command;
    for (Map.Entry<String, String> each : SHORTER) {
      shorter = shorter.replaceAll(each.getKey(), each.getValue());
    }
    return shorter;
  }

  /** Runs a command; returns what it printed, and counts it as failed where its status says so. */
  private String run(String document, Path folder, String command, String javaHome)
      throws Exception {
    System.out.println("-- " + document + ": " + command);
    Path log = Files.createTempFile(work, "command", ".log");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    if (!javaHome.isEmpty()) {
      builder.environment().put("JAVA_HOME", javaHome);
    }
    int status = builder.start().waitFor();
    String printed = Files.readString(log);
    ran++;
    if (status != 0) {
      fail(
          document + ": " + command,
          "status "
              + status
              + ", after\n"
              + printed.substring(Math.max(0, printed.length() - 4000)));
    }
    return printed;
  }

  private void expect(String command, String expected, String printed) {
    if (!printed.contains(expected)) {
      fail(command, "should print\n" + expected + "but prints\n" + printed);
    }
  }

  private void fail(String command, String message) {
    failed.add(command);
    System.out.println("FAILED: " + message);
  }

  // ---- the build snippets of the README ----

  /** A project with the README's model, built as each of the snippets says. */
  private void runUsersProject(List<Block> readme) throws Exception {
    List<Block> xml = of(readme, "xml");
    List<Block> java = of(readme, "java");
    Path maven = work.resolve("maven");
    writeSources(maven, java);
    write(maven.resolve("pom.xml"), pom(xml.get(0).text()));
    String runClasses = "java -cp target/classes:$(cat target/class-path) demo.Main";
    String build =
        "mvn -B -q clean package"
            + " org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
            + " -Dmdep.outputFile=target/class-path && "
            + runClasses;
    run("README.md, Maven", maven, build, "");
    write(
        maven.resolve("src/main/java/module-info.java"),
        "module demo {\n  requires dev.kiln.graph;\n}\n");
    run("README.md, Modules", maven, build, "");

    Path classPath = work.resolve("class-path");
    writeSources(classPath, java);
    String onClassPath =
        xml.get(0)
            .text()
            .replaceAll(
                "(?s)<annotationProcessorPaths>.*</annotationProcessorPaths>", xml.get(1).text())
            .replace("</dependencies>", processorDependency(xml.get(0).text()) + "</dependencies>");
    write(classPath.resolve("pom.xml"), pom(onClassPath));
    if (jdk25.isEmpty()) {
      System.out.println("README.md, -proc:full: not run, since there is no JDK 25");
    } else {
      run("README.md, -proc:full", classPath, build, jdk25);
    }
    runGradle(readme, java);
  }

  private void runGradle(List<Block> readme, List<Block> java) throws Exception {
    Process version = new ProcessBuilder("bash", "-c", "gradle --version").start();
    if (version.waitFor() != 0) {
      System.out.println("README.md, Gradle: not run, since there is no gradle on the path");
      return;
    }
    Path gradle = work.resolve("gradle");
    writeSources(gradle, java);
    write(gradle.resolve("settings.gradle.kts"), "rootProject.name = \"demo\"\n");
    write(
        gradle.resolve("build.gradle.kts"),
        "plugins {\n  application\n}\n\n"
            + of(readme, "kotlin").get(0).text()
            + "\napplication {\n  mainClass.set(\"demo.Main\")\n}\n");
    String repository =
        "$(mvn -q help:evaluate -Dexpression=settings.localRepository -DforceStdout)";
    run("README.md, Gradle", gradle, "gradle -q -Dmaven.repo.local=" + repository + " run", "");
  }

  private static List<Block> of(List<Block> blocks, String language) {
    return blocks.stream().filter(each -> each.language().equals(language)).toList();
  }

  private static String processorDependency(String snippet) {
    Matcher path = Pattern.compile("(?s)<path>(.*?)</path>").matcher(snippet);
    if (!path.find()) {
      throw new IllegalStateException("the README's Maven snippet has no <path>");
    }
    return "<dependency>" + path.group(1) + "<scope>provided</scope></dependency>\n";
  }

  private static String pom(String snippet) {
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>demo</groupId>
      <artifactId>demo</artifactId>
      <version>1</version>
      <properties>
        <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
      </properties>
    """
        + snippet
        + "</project>\n";
  }

  /** The README's model, and a program of its other sample. */
  private static void writeSources(Path project, List<Block> java) throws IOException {
    Path sources = project.resolve("src/main/java/demo");
    write(
        sources.resolve("Newton.java"),
        "package demo;\n\nimport dev.kiln.annotation.*;\n\n" + java.get(0).text());
    write(
        sources.resolve("Main.java"),
        "package demo;\n\nimport dev.kiln.session.*;\n\npublic class Main {\n"
            + "  public static void main(String[] args) {\n"
            + java.get(1).text()
            + "    if (new CompiledNewton().root(2) != new Newton().root(2)) {\n"
            + "      throw new AssertionError(\"modes differ\");\n    }\n  }\n}\n");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
