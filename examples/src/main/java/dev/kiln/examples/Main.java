package dev.kiln.examples;

import dev.kiln.examples.digits.CnnExample;
import dev.kiln.examples.digits.MlpExample;
import dev.kiln.examples.digits.TransformerExample;
import dev.kiln.examples.digits.VaeExample;
import dev.kiln.examples.finance.GreeksExample;
import dev.kiln.examples.pendulum.PendulumExample;
import dev.kiln.examples.table.DiabetesExample;
import dev.kiln.examples.table.WineExample;
import dev.kiln.examples.text.TextExample;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = "kiln-examples",
    mixinStandardHelpOptions = true,
    version = "0.1.0",
    description = "Real data, trained eagerly and compiled with the same losses.",
    subcommands = {
      MlpExample.class,
      CnnExample.class,
      GreeksExample.class,
      PendulumExample.class,
      WineExample.class,
      DiabetesExample.class,
      VaeExample.class,
      TextExample.class,
      TransformerExample.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
