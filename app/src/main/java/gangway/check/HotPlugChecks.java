package gangway.check;

import gangway.host.FunctionInspection;
import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.xen.definition.Definition;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.PciSpec;
import gangway.xen.guest.Creation;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Guest;
import gangway.xen.guest.HotPlugSupport;
import gangway.xen.protocol.AssignmentProtocol;
import gangway.xen.protocol.GuestType;
import gangway.xen.protocol.PciBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks whether a guest was created with hot-plug support and has free slots.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code GUEST-NO-HOTPLUG}: the toolstack fails in the middle of the operation.
 *   <li>{@code GUEST-HOTPLUG-UNKNOWN}: the toolstack may fail in the middle of the operation.
 *   <li>{@code GUEST-MEMORY-MAP}: the attach succeeds, but the driver in the guest cannot map the
 *       device's memory.
 *   <li>{@code GUEST-NO-SLOT}: the attach succeeds for some of the functions only, or the guest
 *       fails to start.
 * </ul>
 */
final class HotPlugChecks {
  private HotPlugChecks() {}

  static List<Finding> of(HostSnapshot host, Request.Attach request) {
    List<Guest> guests = host.guests().named(request.guest());
    if (guests.isEmpty()) {
      return slots(host, GuestType.PV, List.of(), 0, request).stream().toList();
    }
    if (guests.size() > 1) {
      return List.of();
    }
    Guest guest = guests.getFirst();
    List<Finding> findings = new ArrayList<>();
    if (request.now() && guest.running().filter(Domain::supported).isPresent()) {
      Domain domain = guest.running().get();
      List<PciAddress> has = domain.pci().map(HotPlugChecks::functions).orElse(List.of());
      if (!has.containsAll(request.functions())) {
        guest
            .creation()
            .flatMap(creation -> made(guest, domain, creation))
            .ifPresent(findings::add);
      }
      if (virtualBus(domain)) {
        slots(host, domain.type(), has, 0, request).ifPresent(findings::add);
      }
    }
    if (request.lasting() && findings.stream().noneMatch(f -> f.code().equals("GUEST-NO-SLOT"))) {
      guest
          .definition()
          .map(DefinitionFile::content)
          .flatMap(defined -> slots(host, defined, request))
          .ifPresent(findings::add);
    }
    return findings;
  }

  private static List<PciAddress> functions(PciBackend pci) {
    return pci.entries().stream().map(PciBackend.Entry::function).toList();
  }

  private static Optional<Finding> made(Guest guest, Domain domain, Creation creation) {
    String file = Creation.file(domain).toString();
    boolean has = domain.pci().filter(pci -> !pci.entries().isEmpty()).isPresent();
    if (guest.hotPlug() == HotPlugSupport.NO && !has) {
      return Optional.of(
          Finding.blocks(
                  "GUEST-NO-HOTPLUG",
                  ("guest %s was created without passthrough, and Xen attaches no function to it"
                          + " while it runs")
                      .formatted(domain.name()),
                  madeReady(domain)
                      + "; or add --config to attach only in its definition, for its next start",
                  creation
                      .passthrough()
                      .map(word -> "%s: passthrough is %s".formatted(file, word))
                      .orElse(file + ": has no function, no passthrough and no e820_host"))
              .unlessAccepted());
    }
    if (guest.hotPlug() == HotPlugSupport.UNKNOWN) {
      return Optional.of(undecided(domain));
    }
    return creation.hostMemoryMap()
        ? Optional.empty()
        : Optional.of(
            Finding.warns(
                "GUEST-MEMORY-MAP",
                ("guest %s was created without the host's memory map (e820_host), and may have no"
                        + " address range for the function's memory")
                    .formatted(domain.name()),
                madeReady(domain),
                file + ": e820_host is not set"));
  }

  /** The guest has the memory map, but that does not tell whether it has an IOMMU context. */
  static Finding undecided(Domain domain) {
    return Finding.warns(
        "GUEST-HOTPLUG-UNKNOWN",
        ("whether guest %s was created with passthrough is not known; without passthrough, Xen"
                + " attaches no function to it while it runs")
            .formatted(domain.name()),
        madeReady(domain) + "; if an attach fails, Gangway undoes it",
        Creation.file(domain) + ": e820_host is set, but passthrough and functions are not",
        "the definition does not tell more: it sets e820_host itself, or was not found");
  }

  private static String madeReady(Domain domain) {
    return "run 'gangway enable-hotplug %s', then shut the guest down and start it again"
        .formatted(domain.name());
  }

  /**
   * With pciback's {@code passthrough=1} a guest sees the host's addresses; the limit of 32 slots
   * does not apply.
   */
  private static boolean virtualBus(Domain domain) {
    return domain.pci().stream()
        .flatMap(pci -> pci.entries().stream())
        .flatMap(entry -> entry.vdev().stream())
        .allMatch(vdev -> vdev.domain() == 0 && vdev.bus() == 0);
  }

  /** An entry for all functions of a device, or for a function by its name, takes a slot too. */
  private static Optional<Finding> slots(
      HostSnapshot host, Definition defined, Request.Attach request) {
    List<PciAddress> has = new ArrayList<>();
    int named = 0;
    for (PciSpec spec : defined.pci()) {
      switch (spec.target()) {
        case PciSpec.Target.One(PciAddress function) -> has.add(function);
        case PciSpec.Target.All(PciAddress first) -> has.add(first);
        case PciSpec.Target.Named _ -> named++;
      }
    }
    return slots(host, defined.type(), has, named, request);
  }

  /**
   * The functions of the request need more slots than are free.
   *
   * @param others the slots in use apart from those of the functions
   */
  private static Optional<Finding> slots(
      HostSnapshot host, GuestType type, List<PciAddress> has, int others, Request.Attach request) {
    int slots = AssignmentProtocol.forReading(type).slots();
    long taken = others + slots(host, has.stream());
    long then = others + slots(host, Stream.concat(has.stream(), request.functions().stream()));
    return then > slots && then > taken
        ? Optional.of(
            Finding.blocks(
                "GUEST-NO-SLOT",
                "guest %s has too few free PCI slots for these functions"
                    .formatted(request.guest()),
                "detach another function first (gangway detach %s ADDRESS), or attach fewer"
                    .formatted(request.guest()),
                "slots of a guest's virtual bus: %s; in use: %s; in use after the request: %s"
                    .formatted(slots, taken, then)))
        : Optional.empty();
  }

  /** The functions of one device share a slot; a virtual function has a slot of its own. */
  private static long slots(HostSnapshot host, Stream<PciAddress> functions) {
    return functions
        .map(function -> virtual(host, function) ? function : device(function))
        .distinct()
        .count();
  }

  private static boolean virtual(HostSnapshot host, PciAddress function) {
    return host.inspection(function)
        .map(FunctionInspection::details)
        .filter(details -> details.physicalFunction().isPresent())
        .isPresent();
  }

  private static PciAddress device(PciAddress function) {
    return new PciAddress(function.domain(), function.bus(), function.device(), 0);
  }
}
