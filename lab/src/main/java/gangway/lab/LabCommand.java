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

/** The command {@code gangway lab}. */
@Command(
    name = "gangway lab",
    description = "Runs a disposable Xen host in QEMU.",
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

  /** The checkout, with the scripts for the image and the built program. */
  private static final Path ROOT = Path.of(System.getProperty("gangway.root", "."));

  private static final Cache CACHE = Cache.of(ROOT);
  private static final Labs LABS = new Labs(CACHE, TERMINAL);

  private LabCommand() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new LabCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(LabCommand::failed)
            .execute(arguments));
  }

  /** Exit code 2 for usage errors and 1 for failures, as in the program itself. */
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

  private static Image image(Release release) {
    return Image.build(ROOT, release, CACHE, TERMINAL);
  }

  /** The option for the host's Debian. */
  static final class Debian {
    @Option(
        names = "--release",
        paramLabel = "RELEASE",
        defaultValue = "bookworm",
        description =
            "Debian release of the host: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Release release = Release.BOOKWORM;
  }

  /** The option for the lab's name. */
  static final class Name {
    @Option(
        names = "--name",
        paramLabel = "NAME",
        defaultValue = "lab",
        description = "Name of the lab (default: ${DEFAULT-VALUE}).")
    String text = "lab";
  }

  /** The options for the host's hardware. */
  static final class Parts {
    @Option(names = "--no-iommu", description = "Start a host without an IOMMU.")
    boolean noIommu;

    @Option(
        names = "--nics",
        paramLabel = "N",
        defaultValue = "0",
        description = "Number of additional NICs (default: ${DEFAULT-VALUE}).")
    int nics;

    @Option(
        names = "--nvmes",
        paramLabel = "N",
        defaultValue = "1",
        description = "Number of NVMe controllers (default: ${DEFAULT-VALUE}).")
    int nvmes = 1;

    @Option(
        names = "--sriov",
        description = "Add an NVMe controller that supports four virtual functions.")
    boolean virtualFunctions;

    Hardware hardware() {
      return new Hardware(!noIommu, nics, nvmes, virtualFunctions);
    }
  }

  @Command(
      name = "build",
      description = "Builds the image of the host if it does not exist.",
      mixinStandardHelpOptions = true)
  static final class Build implements Callable<Integer> {
    @Mixin Debian debian = new Debian();

    @Override
    public Integer call() {
      TERMINAL.line("image: " + image(debian.release).folder());
      return 0;
    }
  }

  @Command(
      name = "start",
      description = "Starts a host and installs Gangway in it.",
      mixinStandardHelpOptions = true)
  static final class Start implements Callable<Integer> {
    @Mixin Name name = new Name();
    @Mixin Parts parts = new Parts();
    @Mixin Debian debian = new Debian();

    @Option(
        names = "--shadow",
        description = "Build and use a Xen that supports live migration; Debian's Xen does not.")
    boolean shadow;

    @Override
    public Integer call() {
      if (shadow && debian.release != Hypervisor.RELEASE) {
        throw Problem.usage(
            "the Xen that supports live migration is built for " + Hypervisor.RELEASE + " only",
            "remove --shadow, or use --release " + Hypervisor.RELEASE);
      }
      Lab lab = LABS.start(name.text, image(debian.release), parts.hardware());
      if (shadow) {
        Hypervisor hypervisor = Hypervisor.build(ROOT, CACHE, TERMINAL);
        TERMINAL.begins("rebooting the host with the Xen that supports live migration");
        hypervisor.installIn(lab);
      }
      TERMINAL.begins("installing Gangway in its dom0");
      lab.install(distribution());
      printNextSteps(lab);
      return 0;
    }
  }

  @Command(
      name = "stop",
      description = "Stops a host and deletes its disk.",
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
              () -> TERMINAL.begins("'" + name.text + "' is not running"));
      return 0;
    }
  }

  @Command(
      name = "ssh",
      description = "Logs in to a host's dom0, or runs a command there.",
      mixinStandardHelpOptions = true)
  static final class Login implements Callable<Integer> {
    @Mixin Name name = new Name();

    @Parameters(
        paramLabel = "COMMAND",
        arity = "0..*",
        description = "Command to run (default: a login shell).")
    List<String> command = List.of();

    @Override
    public Integer call() throws InterruptedException {
      Lab lab =
          LABS.running(name.text)
              .orElseThrow(() ->
                  Problem.usage(
                      "the lab '" + name.text + "' is not running",
                      "start it: ./gangway lab start"));
      try {
        return new ProcessBuilder(lab.login(command)).inheritIO().start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Command(
      name = "status",
      description = "Shows the running hosts.",
      mixinStandardHelpOptions = true)
  static final class Status implements Callable<Integer> {
    @Override
    public Integer call() {
      List<Lab> running = LABS.running();
      if (running.isEmpty()) {
        TERMINAL.begins("no host is running");
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
      description = "Shows the guide's whole procedure on a new host.",
      mixinStandardHelpOptions = true)
  static final class Demonstrate implements Callable<Integer> {
    @Mixin Name name = new Name();
    @Mixin Debian debian = new Debian();

    @Override
    public Integer call() {
      LABS.running(name.text).ifPresent(Demonstrate::restart);
      new Demo(TERMINAL)
          .run(() -> LABS.start(name.text, image(debian.release), Hardware.USUAL), distribution());
      LABS.running(name.text).ifPresent(LabCommand::printNextSteps);
      return 0;
    }

    private static void restart(Lab lab) {
      TERMINAL.begins("stopping the host '" + lab.name() + "' to start a new one");
      lab.stop();
    }
  }

  private static void printNextSteps(Lab lab) {
    String option = lab.name().equals("lab") ? "" : " --name " + lab.name();
    TERMINAL.line("");
    TERMINAL.line("The host keeps running. Log in:  ./gangway lab ssh" + option);
    TERMINAL.line("                        Stop it: ./gangway lab stop" + option);
  }
}
