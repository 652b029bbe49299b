package gangway.migration;

import gangway.Problem;
import gangway.guard.SavedGuestNote;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.passthrough.SavedByOthers;
import gangway.pci.PciAddress;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Domains;
import gangway.xen.guest.ExistingDomains;
import gangway.xen.guest.Guest;
import gangway.xen.guest.Guests;
import gangway.xen.protocol.PciBackend;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A guest that is shut down and booted again with its functions, for guests that would not survive
 * a save or a live migration.
 *
 * @param items the functions that it has, and those of its definition
 */
record Restart(DefinitionFile definition, List<SavedGuestNote.Item> items, RestartSteps steps) {
  private static final int ONLY_ROOT = 0600;

  Restart {
    items = List.copyOf(items);
  }

  /**
   * Inspects a guest.
   *
   * @throws Problem of kind REFUSED if it cannot be shut down, or cannot be started as it is now
   */
  static Restart of(Machine machine, String name) {
    Inventory inventory = new Observer(machine).inventory();
    Guest guest = running(machine, inventory.domains(), name);
    if (guest.toolstack() != Toolstack.XL) {
      throw Problem.refused(
          "guest '%s' is managed by libvirt; Gangway starts only guests of xl".formatted(name),
          "run 'virsh shutdown', then 'virsh start' here or on the other host; the guest gets the"
              + " functions of its definition");
    }
    DefinitionFile definition =
        guest
            .definition()
            .orElseThrow(() ->
                Problem.refused(
                    "guest '%s' does not have exactly one definition".formatted(name),
                    "keep exactly one definition of the guest in /etc/xen",
                    "definitions found: " + guest.files().toList()));
    List<PciAddress> has =
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
        new RestartSteps(
            guest.running().orElseThrow(),
            Author.boot(machine),
            definition,
            has,
            StartUuid.of(definition.content()),
            ExistingDomains.read(machine).highest()));
  }

  private static Guest running(Machine machine, Domains domains, String name) {
    Guest guest = RunningGuest.named(Guests.read(machine, domains), name);
    RunningGuest.mustAnswer(guest, "it cannot shut down", "'xl unpause'");
    SavedByOthers.mustNotBe(machine, guest.running().orElseThrow().domid());
    return guest;
  }

  private static SavedGuestNote.Item item(Inventory inventory, PciAddress function) {
    return inventory
        .at(function)
        .map(one -> SavedGuestNote.Item.of(one.function()))
        .orElseThrow(() ->
            Problem.refused(
                "the guest's function %s does not exist on this host".formatted(function),
                "remove it from the guest's definition: 'gangway detach --config GUEST %s'"
                    .formatted(function)));
  }

  /** The mode of the definition; if it is not known, only root can read the copy. */
  int mode(Machine machine) {
    return FileMode.of(machine, definition.file()).orElse(ONLY_ROOT);
  }

  /** The functions that it has, and those of its definition. */
  List<PciAddress> functions() {
    return items.stream().map(SavedGuestNote.Item::address).toList();
  }

  /** The guest's definition, if there is exactly one. */
  static Optional<DefinitionFile> definition(Machine machine, String guest) {
    Domains domains = new Observer(machine).domains();
    return Guests.read(machine, domains).named(guest).stream()
        .filter(one -> one.toolstack() == Toolstack.XL)
        .findFirst()
        .flatMap(Guest::definition);
  }
}
