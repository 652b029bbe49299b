package gangway.cli;

import gangway.declaration.HostDeclaration;
import gangway.declaration.HostDeclaration.GuestDevices;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciIds;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway export}: prints the file for {@code gangway apply} that matches the host. */
final class ExportCommand implements Command {
  /** A guest's name that no YAML reader takes for anything but a text. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  /** Words that are no texts in YAML 1.1 or 1.2. */
  private static final List<String> WORDS =
      List.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

  @Override
  public CommandSpec spec() {
    return Options.examples(
        Options.command(
            "export",
            "Print the hidden functions and the guests' devices as a file for 'gangway apply'.",
            "'gangway apply' of the file changes nothing on this host. What differs now and after the"
                + " next start cannot be declared: it is listed in comments."),
        "gangway export");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    session.mustBeRoot("only root can read which guest has which function");
    Machine machine = session.machine();
    Observer observer = new Observer(machine);
    HostSnapshot host = observer.guestsOnly(observer.inventory());
    print(HostDeclaration.of(host), named(machine, host), session.console());
    return ExitCode.DONE;
  }

  /** The lines of the list for a function, with its device in a comment. */
  private static Function<PciAddress, String> named(Machine machine, HostSnapshot host) {
    PciIds names = PciIds.of(machine, host.inventory().functions().stream());
    return address ->
        "- \"%s\" # %s"
            .formatted(
                address,
                host.inventory()
                    .functions()
                    .at(address)
                    .map(function -> DevicesCommand.name(function, names))
                    .orElse(""));
  }

  private static void print(
      HostDeclaration declared, Function<PciAddress, String> item, Console console) {
    console.line("# Written by 'gangway export'. To restore this state: gangway apply FILE");
    console.line("format: 1");
    console.line(declared.hidden().isEmpty() ? "hidden: []" : "hidden:");
    declared.hidden().forEach(function -> console.line("  " + item.apply(function)));
    console.line(declared.guests().isEmpty() ? "guests: {}" : "guests:");
    for (GuestDevices guest : declared.guests()) {
      console.line("  %s:".formatted(quoted(guest.name())));
      console.line("    devices:");
      guest.devices().forEach(function -> console.line("      " + item.apply(function)));
    }
    if (!declared.leftOut().isEmpty()) {
      console.line("# Not declared:");
      declared.leftOut().forEach(why -> console.line("# - " + why));
    }
  }

  private static String quoted(String name) {
    boolean plain =
        PLAIN.matcher(name).matches() && WORDS.stream().noneMatch(name::equalsIgnoreCase);
    return plain ? name : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
