package gangway.lab;

import gangway.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gangway lab}: the lab on the command line. */
@Command(
    name = "gangway lab",
    description = "A Xen host in a box, to try things on.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LabCommand.Build.class,
      LabCommand.Start.class,
      LabCommand.Stop.class,
      LabCommand.Login.class,
      LabCommand.Status.class,
      LabCommand.Demonstrate.class
    })
public final class LabCommand {
  private static final Terminal TERMINAL = Terminal.standard();

  /** The checkout: where the image's recipe and the built program are. */
  private static final Path ROOT = Path.of(System.getProperty("gangway.root", "."));

  private static final Cache CACHE = Cache.of(ROOT);
  private static final Labs LABS = new Labs(CACHE, TERMINAL);

  private LabCommand() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new LabCommand())
            .setExecutionExceptionHandler(LabCommand::failed)
            .execute(arguments));
  }

  /** Usage errors are 2 and failures are 1, as with the program itself. */
  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof Problem problem) {
      TERMINAL.problem(problem);
      return problem.kind() == Problem.Kind.USAGE ? 2 : 1;
    }
    throw e;
  }

  private static Path distribution() {
    return ROOT.resolve("dist/target/gangway");
  }

  /** Which lab. */
  static final class Name {
    @Option(
        names = "--name",
        paramLabel = "NAME",
        defaultValue = "lab",
        description = "Which lab, where there are several (default: ${DEFAULT-VALUE}).")
    String text = "lab";
  }

  /** What the host is made of. */
  static final class Parts {
    @Option(names = "--no-iommu", description = "A host without an IOMMU.")
    boolean noIommu;

    @Option(
        names = "--nics",
        paramLabel = "N",
        defaultValue = "0",
        description = "How many more NICs it has (default: ${DEFAULT-VALUE}).")
    int nics;

    @Option(
        names = "--nvmes",
        paramLabel = "N",
        defaultValue = "1",
        description = "How many NVMe controllers it has (default: ${DEFAULT-VALUE}).")
    int nvmes = 1;

    @Option(
        names = "--sriov",
        description = "One more NVMe controller, which can have four virtual functions.")
    boolean virtualFunctions;

    Hardware hardware() {
      return new Hardware(!noIommu, nics, nvmes, virtualFunctions);
    }
  }

  @Command(
      name = "build",
      description = "Builds the image of the host, unless it is there.",
      mixinStandardHelpOptions = true)
  static final class Build implements Callable<Integer> {
    @Override
    public Integer call() {
      TERMINAL.line("image: " + Image.build(ROOT, CACHE, TERMINAL).folder());
      return 0;
    }
  }

  @Command(
      name = "start",
      description = "Starts a host, with Gangway in it.",
      mixinStandardHelpOptions = true)
  static final class Start implements Callable<Integer> {
    @Mixin Name name = new Name();
    @Mixin Parts parts = new Parts();

    @Option(
        names = "--shadow",
        description =
            "A Xen that can move a guest while it runs, which Debian's cannot; it is built first.")
    boolean shadow;

    @Override
    public Integer call() {
      Lab lab = LABS.start(name.text, Image.build(ROOT, CACHE, TERMINAL), parts.hardware());
      if (shadow) {
        Hypervisor hypervisor = Hypervisor.build(ROOT, CACHE, TERMINAL);
        TERMINAL.begins("restarting the host with it");
        hypervisor.bringInto(lab);
      }
      TERMINAL.begins("bringing Gangway into its dom0");
      lab.install(distribution());
      ways(lab);
      return 0;
    }
  }

  @Command(
      name = "stop",
      description = "Ends a host and deletes its disk.",
      mixinStandardHelpOptions = true)
  static final class Stop implements Callable<Integer> {
    @Mixin Name name = new Name();

    @Override
    public Integer call() {
      LABS.running(name.text)
          .ifPresentOrElse(
              lab -> {
                lab.stop();
                TERMINAL.begins("'" + name.text + "' is stopped");
              },
              () -> TERMINAL.begins("'" + name.text + "' does not run"));
      return 0;
    }
  }

  @Command(
      name = "ssh",
      description = "Logs in to a host's dom0, or runs a command there.",
      mixinStandardHelpOptions = true)
  static final class Login implements Callable<Integer> {
    @Mixin Name name = new Name();

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command, if any.")
    List<String> command = List.of();

    @Override
    public Integer call() throws InterruptedException {
      Lab lab =
          LABS.running(name.text)
              .orElseThrow(() ->
                  Problem.usage(
                      "the lab '" + name.text + "' does not run", "start it: ./gangway lab start"));
      try {
        return new ProcessBuilder(lab.login(command)).inheritIO().start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Command(
      name = "status",
      description = "Shows the hosts that run.",
      mixinStandardHelpOptions = true)
  static final class Status implements Callable<Integer> {
    @Override
    public Integer call() {
      List<Lab> running = LABS.running();
      if (running.isEmpty()) {
        TERMINAL.begins("none runs");
      }
      for (Lab lab : running) {
        TERMINAL.line(
            "%s: %s, %s, ssh on port %d, %s"
                .formatted(
                    lab.name(),
                    lab.dom0().answers() ? "answers" : "does not answer",
                    lab.accelerator(),
                    lab.sshPort(),
                    lab.serialLog()));
      }
      return 0;
    }
  }

  @Command(
      name = "demo",
      description = "Shows the guide's whole procedure on a host of its own.",
      mixinStandardHelpOptions = true)
  static final class Demonstrate implements Callable<Integer> {
    @Mixin Name name = new Name();

    @Override
    public Integer call() {
      LABS.running(name.text).ifPresent(Demonstrate::restart);
      new Demo(TERMINAL)
          .run(
              () -> LABS.start(name.text, Image.build(ROOT, CACHE, TERMINAL), Hardware.USUAL),
              distribution());
      LABS.running(name.text).ifPresent(LabCommand::ways);
      return 0;
    }

    private static void restart(Lab lab) {
      TERMINAL.begins("ending the host '" + lab.name() + "' to start with a fresh one");
      lab.stop();
    }
  }

  private static void ways(Lab lab) {
    String option = lab.name().equals("lab") ? "" : " --name " + lab.name();
    TERMINAL.line("");
    TERMINAL.line("The host runs on. Go in:  ./gangway lab ssh" + option);
    TERMINAL.line("                  Stop it: ./gangway lab stop" + option);
  }
}
