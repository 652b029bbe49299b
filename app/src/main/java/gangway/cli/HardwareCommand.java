package gangway.cli;

import gangway.Problem;
import gangway.operation.HardwareAcknowledgement;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.HardwareChange;
import gangway.view.HardwareChangeView;
import gangway.view.HardwareView;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway hardware}: which devices have changed since they were acknowledged. */
final class HardwareCommand implements Command {
  private static final String ACKNOWLEDGE = "--acknowledge";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "hardware",
                "Show devices that were added, removed, moved or exchanged.",
                "Compares the devices with those that were acknowledged, or hidden or attached with"
                    + " gangway. 'hide', 'attach' and 'new' refuse another device at a recorded"
                    + " address, until the device is acknowledged.")
            .addOption(
                Options.flag(
                    ACKNOWLEDGE,
                    "Record the devices that are there now; without ADDRESS, all devices of the"
                        + " host."))
            .addPositional(
                Options.optionalArguments(
                    0, "ADDRESS", "The addresses whose devices are acknowledged."));
    return Options.examples(
        SettingCommand.options(spec),
        "gangway hardware",
        "gangway hardware --acknowledge 09:00.0",
        "gangway hardware --acknowledge");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    session.mustBeRoot("only root can read what identifies devices");
    List<String> words = List.of(arguments.matchedPositionalValue(0, new String[0]));
    return arguments.hasMatchedOption(ACKNOWLEDGE)
        ? acknowledge(words, arguments, session)
        : show(words, arguments, session);
  }

  private static ExitCode acknowledge(List<String> words, ParseResult arguments, Session session) {
    HardwareAcknowledgement change =
        words.isEmpty()
            ? new HardwareAcknowledgement.All()
            : new HardwareAcknowledgement.Of(named(words, session));
    if (arguments.hasMatchedOption("--dry-run")) {
      session.warnOfConfiguration(session.report()::note);
    }
    return new SettingCommand(change, "the devices are acknowledged")
        .run(arguments, session, session::configuredMachine);
  }

  private static List<PciAddress> named(List<String> words, Session session) {
    return new NamedFunctions(new PciBus(session.machine()).functions(), session::configuration)
        .possiblyAbsent(words);
  }

  private static ExitCode show(List<String> words, ParseResult arguments, Session session) {
    Stream.of("--dry-run", "--digest")
        .filter(arguments::hasMatchedOption)
        .findFirst()
        .ifPresent(option -> mustAcknowledge(option));
    words.stream().findFirst().ifPresent(word -> mustAcknowledge("'" + word + "'"));
    HardwareView hardware = HardwareView.of(session.machine());
    session.report().members(hardware);
    Console text = session.text();
    if (hardware.acknowledged() == 0) {
      text.complain(
          Style.PLAIN, "no device is recorded; 'gangway hardware --acknowledge' records all");
      return ExitCode.NOTHING;
    }
    if (hardware.changes().isEmpty()) {
      text.line(
          Style.GREEN,
          "no change: %d devices are recorded%s"
              .formatted(
                  hardware.acknowledged(),
                  hardware.complete() ? "" : "; new devices are not shown"));
      return ExitCode.DONE;
    }
    Table table = new Table("CHANGE", "ADDRESS", "DEVICE", "USED BY");
    for (HardwareChangeView change : hardware.changes()) {
      table.row(
          change.kind(),
          change.change().address().toString(),
          devices(change.change()),
          uses(change));
    }
    table.print(text);
    if (hardware.changes().stream().anyMatch(HardwareCommand::isNamedAndMoved)) {
      text.complain(
          Style.YELLOW,
          "settings name devices that have moved; 'gangway remap' replaces their addresses");
    }
    return ExitCode.FAILED;
  }

  private static boolean isNamedAndMoved(HardwareChangeView change) {
    return change.change().kind() == HardwareChange.Kind.MOVED
        && !change.change().to().contains(change.change().address())
        && !change.settings().isEmpty();
  }

  private static void mustAcknowledge(String what) {
    throw Problem.usage(
        what + " is for an acknowledgement of devices",
        "add %s, or remove it".formatted(ACKNOWLEDGE));
  }

  private static String devices(HardwareChange change) {
    String acknowledged = change.acknowledged().map(HardwareCommand::brief).orElse("");
    String present = change.present().map(HardwareCommand::brief).orElse("");
    return switch (change.kind()) {
      case ADDED -> present;
      case REMOVED -> acknowledged;
      case CHANGED -> "%s; was %s".formatted(present, acknowledged);
      case MOVED ->
          change.to().contains(change.address())
              ? "%s; in another slot".formatted(present)
              : "%s; now at %s%s"
                  .formatted(
                      acknowledged,
                      change.to().stream()
                          .map(PciAddress::toString)
                          .collect(Collectors.joining(" or ")),
                      present.isEmpty() ? "" : "; here is now " + present);
    };
  }

  /** The id, and the serial number that tells equal devices apart. */
  private static String brief(DeviceIdentity identity) {
    return identity.id()
        + identity.serials().texts().findFirst().map(text -> ", " + text).orElse("");
  }

  private static String uses(HardwareChangeView change) {
    String uses =
        Stream.concat(
                change.guests().stream().map(guest -> "guest " + guest), change.settings().stream())
            .collect(Collectors.joining(", "));
    return uses.isEmpty() ? "-" : uses;
  }
}
