package gangway.check;

import gangway.host.CloseUp;
import gangway.host.Host;
import gangway.pci.Address;
import gangway.request.Request;
import gangway.toolstack.AssignmentProtocol;
import gangway.toolstack.Creation;
import gangway.toolstack.DefinitionFile;
import gangway.toolstack.Domain;
import gangway.toolstack.Guest;
import gangway.toolstack.GuestType;
import gangway.toolstack.PciBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a guest was made to be given functions, and has room for them. */
final class HotPlugChecks {
  private HotPlugChecks() {}

  static List<Finding> of(Host host, Request.Attach request) {
    List<Guest> guests = host.guests().named(request.guest());
    if (guests.isEmpty()) {
      return slots(host, GuestType.PV, List.of(), request).stream().toList();
    }
    if (guests.size() > 1) {
      return List.of();
    }
    Guest guest = guests.getFirst();
    List<Finding> findings = new ArrayList<>();
    if (request.now() && guest.running().filter(Domain::supported).isPresent()) {
      Domain domain = guest.running().get();
      List<Address> has = domain.pci().map(HotPlugChecks::functions).orElse(List.of());
      if (!has.containsAll(request.functions())) {
        guest.creation().flatMap(creation -> made(domain, creation, has)).ifPresent(findings::add);
      }
      if (virtualBus(domain)) {
        slots(host, domain.type(), has, request).ifPresent(findings::add);
      }
    }
    if (request.lasting() && findings.stream().noneMatch(f -> f.code().equals("GUEST-NO-SLOT"))) {
      guest
          .definition()
          .map(DefinitionFile::content)
          .flatMap(defined -> slots(host, defined.type(), defined.functions(), request))
          .ifPresent(findings::add);
    }
    return findings;
  }

  private static List<Address> functions(PciBackend pci) {
    return pci.entries().stream().map(PciBackend.Entry::function).toList();
  }

  private static Optional<Finding> made(Domain domain, Creation creation, List<Address> has) {
    String file = Creation.file(domain).toString();
    if (!creation.hotPlug() && has.isEmpty()) {
      return Optional.of(
          Finding.blocks(
                  "GUEST-NO-HOTPLUG",
                  "guest %s was made without passthrough, and Xen gives it no function while it runs"
                      .formatted(domain.name()),
                  madeReady(domain) + "; or attach with --config only, for its next start",
                  creation
                      .passthrough()
                      .map(word -> "%s: passthrough is %s".formatted(file, word))
                      .orElse(file + ": neither a function, nor passthrough, nor e820_host"))
              .unlessAccepted());
    }
    return creation.hostMemoryMap()
        ? Optional.empty()
        : Optional.of(
            Finding.warns(
                "GUEST-MEMORY-MAP",
                "guest %s was made without the host's memory map, and may have no place for the"
                        .formatted(domain.name())
                    + " function's memory",
                madeReady(domain),
                file + ": e820_host is not set"));
  }

  private static String madeReady(Domain domain) {
    return "set what its definition lacks, 'gangway enable-hotplug %s', and start it anew"
        .formatted(domain.name());
  }

  /**
   * With pciback's {@code passthrough=1} a guest sees the host's own addresses, and no 32 slots.
   */
  private static boolean virtualBus(Domain domain) {
    return domain.pci().stream()
        .flatMap(pci -> pci.entries().stream())
        .flatMap(entry -> entry.vdev().stream())
        .allMatch(vdev -> vdev.domain() == 0 && vdev.bus() == 0);
  }

  private static Optional<Finding> slots(
      Host host, GuestType type, List<Address> has, Request.Attach request) {
    int slots = AssignmentProtocol.forReading(type).slots();
    long taken = slots(host, has.stream());
    long then = slots(host, Stream.concat(has.stream(), request.functions().stream()));
    return then > slots && then > taken
        ? Optional.of(
            Finding.blocks(
                "GUEST-NO-SLOT",
                "guest %s has no slot left for all of them".formatted(request.guest()),
                "detach another function, or ask for fewer",
                "a guest's virtual bus has %d slots; %d are taken, and %d would be"
                    .formatted(slots, taken, then)))
        : Optional.empty();
  }

  /** The functions of one device share a slot, but virtual ones do not. */
  private static long slots(Host host, Stream<Address> functions) {
    return functions
        .map(function -> virtual(host, function) ? function : device(function))
        .distinct()
        .count();
  }

  private static boolean virtual(Host host, Address function) {
    return host.closeUp(function)
        .map(CloseUp::details)
        .filter(details -> details.physicalFunction().isPresent())
        .isPresent();
  }

  private static Address device(Address function) {
    return new Address(function.domain(), function.bus(), function.device(), 0);
  }
}
