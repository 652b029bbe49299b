package gangway.xen.guest;

import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.Toolstack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The guests of a machine: the running ones of every toolstack, and those that are only defined.
 *
 * @param unreadable the files that should be definitions but cannot be parsed, with the reasons
 */
public record Guests(List<Guest> all, SortedMap<Path, String> unreadable) {
  private static final Path LIBXL_NOTES = Path.of("/var/lib/xen");

  public Guests {
    all = List.copyOf(all);
    unreadable = Collections.unmodifiableSortedMap(new TreeMap<>(unreadable));
  }

  public static Guests read(Machine machine, Domains domains) {
    Definitions found = new Definitions(machine);
    List<DefinitionFile> definitions = found.read();
    RunStates states =
        RunStates.read(machine, domains.running().stream().map(Domain::domid).toList());
    XapiGuests xapi =
        domains.running().isEmpty() ? new XapiGuests(Set.of()) : XapiGuests.read(machine);
    List<Guest> guests = new ArrayList<>();
    for (Domain domain : domains.running()) {
      Toolstack toolstack = xapi.has(domain) ? Toolstack.XAPI : startedBy(machine, domain);
      guests.add(
          new Guest(
              domain.name(),
              toolstack,
              Optional.of(domain),
              Creation.text(machine, domain),
              states.of(domain.domid()).orElse(RunState.UNKNOWN),
              of(definitions, domain.name(), toolstack)));
    }
    for (DefinitionFile definition : definitions) {
      String name = definition.content().guest();
      Toolstack toolstack = definition.content().toolstack();
      boolean known =
          guests.stream().anyMatch(g -> g.name().equals(name) && g.toolstack() == toolstack);
      if (!known) {
        guests.add(
            new Guest(
                name,
                toolstack,
                Optional.empty(),
                "",
                RunState.HALTED,
                of(definitions, name, toolstack)));
      }
    }
    guests.sort((one, other) -> one.name().compareTo(other.name()));
    return new Guests(List.copyOf(guests), found.unreadable());
  }

  /** The guests with a name: usually one, but each toolstack can have a guest with that name. */
  public List<Guest> named(String name) {
    return all.stream().filter(guest -> guest.name().equals(name)).toList();
  }

  /** The guests whose definitions contain a function. */
  public List<Guest> defining(PciAddress function) {
    return all.stream()
        .filter(guest ->
            guest.definitions().stream()
                .flatMap(definition -> definition.content().pci().stream())
                .anyMatch(spec ->
                    spec.function().equals(Optional.of(function)) || spec.includes(function)))
        .toList();
  }

  /** One sentence for each file that cannot be parsed, with the reason. */
  public Stream<String> complaints() {
    return unreadable.keySet().stream()
        .map(file ->
            "%s cannot read %s: %s"
                .formatted(DefinitionFile.reader(file), file, unreadable.get(file)));
  }

  private static List<DefinitionFile> of(
      List<DefinitionFile> definitions, String guest, Toolstack toolstack) {
    return definitions.stream()
        .filter(definition -> definition.content().guest().equals(guest))
        .filter(definition -> definition.content().toolstack() == toolstack)
        .toList();
  }

  /** libvirt writes its own record of a guest next to libxl's record. */
  private static Toolstack startedBy(Machine machine, Domain domain) {
    Path note =
        LIBXL_NOTES.resolve(
            "userdata-d.%s.%s.libvirt-xml".formatted(domain.domid(), domain.uuid()));
    return machine.exists(note) ? Toolstack.LIBVIRT : Toolstack.XL;
  }
}
