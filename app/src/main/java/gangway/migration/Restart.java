package gangway.migration;

import gangway.Problem;
import gangway.guard.Manifest;
import gangway.handover.RestartSteps;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.toolstack.DefinitionFile;
import gangway.toolstack.Domains;
import gangway.toolstack.Guest;
import gangway.toolstack.Guests;
import gangway.toolstack.PciBackend;
import gangway.toolstack.Toolstack;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A guest that is to be shut down, and started anew with what it has: the way for those that would
 * not survive anything else.
 *
 * @param items what it has, and what its definition gives it
 */
record Restart(DefinitionFile definition, List<Manifest.Item> items, RestartSteps steps) {

  /**
   * Looks at a guest.
   *
   * @throws Problem of kind REFUSED if it cannot be shut down, or not be started as it is now
   */
  static Restart of(Machine machine, String name) {
    Inventory inventory = new Observer(machine).inventory();
    Guest guest = running(machine, inventory.domains(), name);
    if (guest.toolstack() != Toolstack.XL) {
      throw Problem.refused(
          "guest '%s' is libvirt's, and Gangway starts those of xl only".formatted(name),
          "'virsh shutdown', then 'virsh start', here or on another host, does the same with what"
              + " its definition names");
    }
    DefinitionFile definition =
        guest
            .definition()
            .orElseThrow(() ->
                Problem.refused(
                    "it is not known what guest '%s' was made of".formatted(name),
                    "have one definition of it, and only one, in /etc/xen",
                    "definitions: " + guest.files().toList()));
    List<Address> has =
        guest.running().orElseThrow().pci().stream()
            .flatMap(pci -> pci.entries().stream())
            .map(PciBackend.Entry::function)
            .toList();
    return new Restart(
        definition,
        Stream.concat(has.stream(), definition.content().functions().stream())
            .distinct()
            .map(function -> item(inventory, function))
            .toList(),
        new RestartSteps(guest.running().orElseThrow(), Author.boot(machine), definition, has));
  }

  private static Guest running(Machine machine, Domains domains, String name) {
    Guest guest =
        Guests.read(machine, domains).named(name).stream()
            .filter(one -> one.running().isPresent())
            .findFirst()
            .orElseThrow(() ->
                Problem.refused("guest '%s' does not run".formatted(name), "see 'gangway guests'"));
    if (guest.paused()) {
      throw Problem.refused(
          "guest '%s' is paused, and cannot shut itself down".formatted(name),
          "let it go on ('xl unpause'), and try again");
    }
    return guest;
  }

  private static Manifest.Item item(Inventory inventory, Address function) {
    return inventory
        .at(function)
        .map(one -> Manifest.Item.of(one.function()))
        .orElseThrow(() ->
            Problem.refused(
                "%s, which the guest is to have, is not here".formatted(function),
                "take it from its definition: 'gangway detach --config GUEST %s'"
                    .formatted(function)));
  }

  /** What it has, and what its definition gives it. */
  List<Address> functions() {
    return items.stream().map(Manifest.Item::address).toList();
  }

  /** The guest's definition, where only one is to be found; nothing otherwise. */
  static Optional<DefinitionFile> definition(Machine machine, String guest) {
    Domains domains = new Observer(machine).inventory().domains();
    return Guests.read(machine, domains).named(guest).stream()
        .filter(one -> one.toolstack() == Toolstack.XL)
        .findFirst()
        .flatMap(Guest::definition);
  }
}
