package gangway.cli;

import gangway.Problem;
import gangway.guest.GuestDisk;
import gangway.guest.GuestKind;
import gangway.guest.GuestReport;
import gangway.guest.GuestSystem;
import gangway.guest.Preparation;
import gangway.guest.Preparing;
import gangway.machine.Machine;
import gangway.machine.Ssh;
import gangway.operation.Submission;
import gangway.plan.MaintenancePlan;
import gangway.view.ReportOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guest-prepare}: prepares guests for hot-plug. */
final class GuestPrepareCommand implements Command {
  private static final String RHEL5 = "rhel5";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "guest-prepare",
                "Make a guest load the module for hot-plug, now and at boot.",
                "Also reports what else the guest needs. Use one of --ssh, --root, --image and"
                    + " --print.")
            .addOption(
                OptionSpec.builder("--ssh")
                    .type(String[].class)
                    .auxiliaryTypes(String.class)
                    .arity("1..*")
                    .paramLabel("[USER@]HOST[:PORT]")
                    .description("Running guests where root can log in by ssh.")
                    .build())
            .addOption(
                Options.value("--root", "DIR", "The directory where a guest's root is mounted."))
            .addOption(
                Options.value(
                    "--image",
                    "FILE",
                    "The disk of a guest that is off: a raw image or a block device."))
            .addOption(Options.flag("--print", "Print a script to run as root in the guest."))
            .addOption(
                Options.value(
                    "--kind",
                    "KIND",
                    "pv (module xen-pcifront), hvm (module acpiphp) or, with --print, rhel5 (the"
                        + " commands of the RHEL 5 guide) (default: detected in the guest)."))
            .addOption(Options.flag("--remove", "Remove the settings that guest-prepare added."))
            .addOption(Options.flag("--dry-run", "Show the plan, and change nothing."));
    return Options.examples(
        Options.reports(spec),
        "gangway guest-prepare --ssh root@pv1",
        "gangway guest-prepare --image /srv/pv1.img --dry-run",
        "gangway guest-prepare --print");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    boolean remove = arguments.hasMatchedOption("--remove");
    String word = arguments.matchedOptionValue("--kind", GuestKind.AUTO.word());
    List<String> hosts = List.of(arguments.matchedOptionValue("--ssh", new String[0]));
    Optional<String> root = option(arguments, "--root");
    Optional<String> image = option(arguments, "--image");
    boolean print = arguments.hasMatchedOption("--print");
    if ((hosts.isEmpty() ? 0 : 1)
            + (root.isPresent() ? 1 : 0)
            + (image.isPresent() ? 1 : 0)
            + (print ? 1 : 0)
        != 1) {
      throw Problem.usage(
          "not exactly one of --ssh, --root, --image and --print is given", "use one of them");
    }
    if (print && ReportFormat.of(arguments) != ReportFormat.TEXT) {
      throw Problem.usage(
          "--print prints a script, which is not JSON", "remove --json or --json-lines");
    }
    if (print) {
      session
          .console()
          .raw()
          .print(
              word.equals(RHEL5)
                  ? Preparing.forRhel5(remove)
                  : Preparing.toPaste(kind(word), remove));
      return ExitCode.DONE;
    }
    GuestKind kind = kind(word);
    session.mustBeRoot("only root can prepare guests");
    Machine machine = session.machine();
    Report report = session.report();
    List<Place> places = new ArrayList<>();
    hosts.forEach(host -> places.add(new Place(host, () -> running(host))));
    root.ifPresent(folder -> places.add(new Place(folder, () -> files(machine, folder))));
    image.ifPresent(
        disk -> places.add(new Place(disk, () -> new GuestDisk(absolute(disk)).system(machine))));
    ExitCode worst = ExitCode.DONE;
    for (Place place : places) {
      try {
        session.mustGoOn();
        GuestSystem found = place.system().get();
        GuestReport seen = GuestReport.of(machine, found, kind);
        Preparation preparation = new Preparation(found, kind, seen);
        carryOut(
            remove ? preparation.remove() : preparation.prepare(),
            preparation,
            remove,
            arguments,
            session);
      } catch (RuntimeException | Error fault) {
        worst = worst.worse(report.problem(place.name(), Problem.because(fault)));
      }
    }
    return worst;
  }

  /**
   * Where a guest's system is.
   *
   * @param name as the user named it
   */
  private record Place(String name, Supplier<GuestSystem> system) {}

  private static void carryOut(
      Optional<MaintenancePlan> plan,
      Preparation preparation,
      boolean remove,
      ParseResult arguments,
      Session session) {
    Report report = session.report();
    GuestSystem system = preparation.system();
    String done =
        remove
            ? "%s has no settings of Gangway".formatted(system)
            : "%s is prepared for hot-plug: %s, %s"
                .formatted(
                    system,
                    preparation.seen().module(),
                    system instanceof GuestSystem.Running ? "now and at every boot" : "at boot");
    if (plan.isEmpty()) {
      report.result(ReportOutcome.ALREADY_SO, Optional.of(system.toString()), done);
    } else if (arguments.hasMatchedOption("--dry-run")) {
      report.wouldDo(session.machine(), plan.get().plan());
    } else {
      Submission.of(session.configuredMachine(), plan.get().words(), session.interruption())
          .perform(plan.get());
      report.result(ReportOutcome.DONE, Optional.of(system.toString()), done);
    }
    if (!remove) {
      preparation.notes().forEach(report::warning);
    }
  }

  private static Optional<String> option(ParseResult arguments, String name) {
    return Optional.ofNullable(arguments.matchedOptionValue(name, (String) null));
  }

  private static GuestKind kind(String word) {
    return GuestKind.parse(word)
        .orElseThrow(() ->
            Problem.usage(
                "'%s' is not a kind of guest here".formatted(word),
                word.equals(RHEL5) ? "add --print: rhel5 works only with it" : "use pv or hvm"));
  }

  /** A running guest. */
  static GuestSystem running(String host) {
    try {
      return new GuestSystem.Running(new Ssh(host));
    } catch (IllegalArgumentException e) {
      throw Problem.usage("'%s' is not a host name".formatted(host), "write [USER@]HOST[:PORT]");
    }
  }

  private static GuestSystem files(Machine machine, String folder) {
    Path root =
        machine
            .real(absolute(folder))
            .orElseThrow(() ->
                Problem.usage("there is no directory " + folder, "mount the guest's root first"));
    if (root.equals(Path.of("/"))) {
      throw Problem.refused(
          "this is dom0's own root", "name the directory where the guest's root is mounted");
    }
    return new GuestSystem.Files(root);
  }

  private static Path absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize();
  }
}
