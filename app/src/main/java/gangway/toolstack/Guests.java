package gangway.toolstack;

import gangway.machine.Machine;
import gangway.pci.Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The guests of a machine: those that run, whatever toolstack started them, and those that are only
 * defined.
 */
public record Guests(List<Guest> all) {
  static final Path XL_DEFINITIONS = Path.of("/etc/xen");
  static final Path LIBVIRT_DEFINITIONS = Path.of("/etc/libvirt/libxl");
  private static final Path LIBXL_NOTES = Path.of("/var/lib/xen");

  /** Xen's packages leave files of this name for people to copy. */
  static final String EXAMPLE = "xlexample.";

  /** Larger files in /etc/xen are no definitions. */
  private static final int MOST_BYTES = 1024 * 1024;

  public static Guests read(Machine machine, Domains domains) {
    List<Definition> definitions =
        Stream.concat(
                definitions(machine, XL_DEFINITIONS, Definition.XlFile::read),
                definitions(machine, LIBVIRT_DEFINITIONS, Definition.LibvirtXml::read))
            .toList();
    RunStates states = domains.running().isEmpty() ? RunStates.NONE : RunStates.read(machine);
    List<Guest> guests = new ArrayList<>();
    for (Domain domain : domains.running()) {
      Toolstack toolstack = startedBy(machine, domain);
      guests.add(
          new Guest(
              domain.name(),
              toolstack,
              Optional.of(domain),
              Creation.text(machine, domain),
              states.paused().contains(domain.domid()),
              of(definitions, domain.name(), toolstack)));
    }
    for (Definition definition : definitions) {
      String name = definition.guest();
      Toolstack toolstack = definition.toolstack();
      boolean known =
          guests.stream().anyMatch(g -> g.name().equals(name) && g.toolstack() == toolstack);
      if (!known) {
        guests.add(
            new Guest(
                name, toolstack, Optional.empty(), "", false, of(definitions, name, toolstack)));
      }
    }
    guests.sort((one, other) -> one.name().compareTo(other.name()));
    return new Guests(List.copyOf(guests));
  }

  /** The guests of a name: usually one, but each toolstack may know one of that name. */
  public List<Guest> named(String name) {
    return all.stream().filter(guest -> guest.name().equals(name)).toList();
  }

  /** The guests that are defined to have a function. */
  public List<Guest> defining(Address function) {
    return all.stream()
        .filter(guest ->
            guest.definitions().stream()
                .anyMatch(definition -> definition.functions().contains(function)))
        .toList();
  }

  private static List<Definition> of(
      List<Definition> definitions, String guest, Toolstack toolstack) {
    return definitions.stream()
        .filter(definition -> definition.guest().equals(guest))
        .filter(definition -> definition.toolstack() == toolstack)
        .toList();
  }

  /** libvirt leaves a note of its own among those that libxl keeps of every guest. */
  private static Toolstack startedBy(Machine machine, Domain domain) {
    Path note =
        LIBXL_NOTES.resolve(
            "userdata-d.%d.%s.libvirt-xml".formatted(domain.domid(), domain.uuid()));
    return machine.exists(note) ? Toolstack.VIRSH : Toolstack.XL;
  }

  private static Stream<Definition> definitions(
      Machine machine, Path folder, BiFunction<Path, String, Optional<Definition>> reader) {
    return machine.list(folder).stream()
        .filter(name -> !name.startsWith(EXAMPLE))
        .map(folder::resolve)
        .flatMap(file ->
            machine
                .read(file)
                .filter(text -> text.length() <= MOST_BYTES)
                .flatMap(text -> reader.apply(file, text))
                .stream());
  }
}
