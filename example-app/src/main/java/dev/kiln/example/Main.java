package dev.kiln.example;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = "kiln-example",
    mixinStandardHelpOptions = true,
    version = "0.1.0",
    description = "One source, three ways to run: eager, as a graph in a session, compiled.",
    subcommands = {SeedCommand.class, DigitsCommand.class, GraphCommand.class})
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(arguments));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
