package gangway.check;

import gangway.boot.BootSettings;
import gangway.boot.DriverctlHiding;
import gangway.host.HostSnapshot;
import gangway.host.Remapping;
import gangway.pci.PciAddress;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.HardwareRecord;
import gangway.pci.identity.Whereabouts;
import gangway.pci.identity.Whereabouts.Certainty;
import gangway.request.Request;
import gangway.request.Request.Reach;
import gangway.xen.guest.Guest;
import gangway.xen.protocol.PciBackend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether boot settings and definitions can name devices at other addresses.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code MOVED-LIKELY}, {@code MOVED-UNCLEAR}, {@code MOVED-GONE}: a guest gets a device that
 *       only looks like its own.
 *   <li>{@code MOVED-ONTO-OTHER}, {@code MOVED-IN-GROUP}: two settings are meant for different
 *       devices, and name the same one.
 *   <li>{@code MOVED-SET-ELSEWHERE}, {@code DEFINITION-UNREADABLE}: a setting that was not changed
 *       still names the old address, at which another device is.
 * </ul>
 */
final class RemapChecks {
  private final HostSnapshot host;
  private final Remapping remapping;

  private RemapChecks(HostSnapshot host, Remapping remapping) {
    this.host = host;
    this.remapping = remapping;
  }

  /**
   * The findings.
   *
   * @param host as it will be at the next boot: its list to hide at boot names the new addresses
   */
  static List<Finding> of(HostSnapshot host, Remapping remapping) {
    RemapChecks checks = new RemapChecks(host, remapping);
    SortedMap<PciAddress, PciAddress> moves = remapping.moves();
    List<Finding> findings = new ArrayList<>();
    remapping
        .named()
        .forEach((address, place) -> checks.identity(address, place).forEach(findings::add));
    moves.forEach((from, to) ->
        Stream.of(checks.occupied(to), checks.grouped(from, to), checks.setElsewhere(from, to))
            .flatMap(some -> some)
            .forEach(findings::add));
    if (!moves.isEmpty()) {
      Stream.concat(checks.unreadable(), checks.inXapi()).forEach(findings::add);
    }
    Stream.concat(checks.running(), checks.taken()).forEach(findings::add);
    return findings;
  }

  private Stream<Finding> identity(PciAddress address, Whereabouts place) {
    return switch (place) {
      case Whereabouts.InPlace _ -> Stream.empty();
      case Whereabouts.Moved moved ->
          moved.certainty() == Certainty.CERTAIN
              ? Stream.empty()
              : Stream.of(likely(address, moved));
      case Whereabouts.Unclear(List<PciAddress> candidates, List<String> reasons) ->
          Stream.of(
              Finding.blocks(
                      "MOVED-UNCLEAR",
                      "it is not known where the device is that was acknowledged at " + address,
                      ("find the device, then name it yourself: change the boot settings and"
                              + " definitions to its address, and run 'gangway hardware"
                              + " --acknowledge %s' for both addresses")
                          .formatted(address),
                      lines(recorded(address), candidates.stream().flatMap(this::present), reasons))
                  .about(address));
      case Whereabouts.Gone _ ->
          Stream.of(
              Finding.blocks(
                      "MOVED-GONE",
                      "the device that was acknowledged at %s is not in this host"
                          .formatted(address),
                      "plug it in again; or remove the address from the settings: %s"
                          .formatted(removal(address)),
                      lines(recorded(address), named(address), List.of()))
                  .about(address));
    };
  }

  private Finding likely(PciAddress address, Whereabouts.Moved moved) {
    return Finding.blocks(
            "MOVED-LIKELY",
            "%s is likely the device that was acknowledged at %s, but no serial number proves it"
                .formatted(moved.to(), address),
            ("if pciback has the device: gangway unhide --now %1$s, so that dom0's driver shows its"
                    + " serial number; or look at the card itself, and if it is the right one add"
                    + " --accept MOVED-LIKELY=%1$s")
                .formatted(moved.to()),
            lines(recorded(address), present(moved.to()), moved.evidence()))
        .about(moved.to())
        .unlessAccepted();
  }

  /** Another setting names the new address, and is not changed. */
  private Stream<Finding> occupied(PciAddress to) {
    boolean stays =
        (remapping.listed().contains(to) || remapping.defined().contains(to))
            && !remapping.moves().containsKey(to);
    return stays
        ? Stream.of(
            Finding.blocks(
                    "MOVED-ONTO-OTHER",
                    ("a setting names %s already, and it is not known that it means the device that"
                            + " is there now")
                        .formatted(to),
                    "remove the address from the settings first: " + removal(to),
                    lines(
                        remapping.recorded(to).stream()
                            .map(one -> "acknowledged at this address: " + one),
                        present(to),
                        named(to).toList()))
                .about(to))
        : Stream.empty();
  }

  private Stream<Finding> grouped(PciAddress from, PciAddress to) {
    SortedSet<PciAddress> both = new TreeSet<>(List.of(from, to));
    both.retainAll(remapping.grouped());
    return both.isEmpty()
        ? Stream.empty()
        : Stream.of(
            Finding.blocks(
                    "MOVED-IN-GROUP",
                    "a setting names %s by a group with '*', together with other functions"
                        .formatted(words(both)),
                    "replace the group by one entry for each function that is meant",
                    lines(recorded(from), present(to), both.stream().flatMap(this::named).toList()))
                .about(to));
  }

  /** What other programs read, by address. */
  private Stream<Finding> setElsewhere(PciAddress from, PciAddress to) {
    BootSettings boot = host.inventory().boot();
    List<String> evidence = new ArrayList<>();
    List<String> remedies = new ArrayList<>();
    String driver = boot.driverctl().drivers().get(from);
    if (driver != null) {
      evidence.add("%s: %s".formatted(DriverctlHiding.file(from), driver));
      remedies.add(
          "driverctl unset-override %s; driverctl set-override %s %s".formatted(from, to, driver));
    }
    if (boot.qubes().functions().contains(from)) {
      evidence.add("kernel command line: rd.qubes.hide_pci= names " + from);
      remedies.add("replace %s by %s in rd.qubes.hide_pci=".formatted(from, to));
    }
    return evidence.isEmpty()
        ? Stream.empty()
        : Stream.of(
            Finding.blocks(
                    "MOVED-SET-ELSEWHERE",
                    "a setting of another program names %s, and Gangway does not change it"
                        .formatted(from),
                    "change it first: " + String.join("; ", remedies),
                    evidence)
                .about(to)
                .unlessAccepted());
  }

  /** XAPI gives a guest the functions of {@code other-config:pci} when the guest starts. */
  private Stream<Finding> inXapi() {
    List<String> moved = new ArrayList<>();
    remapping.moves().forEach((from, to) -> moved.add("%s is now %s".formatted(from, to)));
    return remapping.xapi()
        ? Stream.of(
            Finding.blocks(
                    "MOVED-SET-ELSEWHERE",
                    "xapi keeps the addresses of its guests' devices in its own database, which"
                        + " Gangway does not read or change",
                    "look for old addresses in other-config: xe vm-list"
                        + " params=uuid,name-label,other-config; for each guest that has one: xe"
                        + " vm-param-set uuid=UUID other-config:pci=0/ADDRESS; then accept this"
                        + " finding",
                    moved)
                .unlessAccepted())
        : Stream.empty();
  }

  /** A definition that cannot be read may name an old address. */
  private Stream<Finding> unreadable() {
    List<String> complaints = host.guests().complaints().toList();
    return complaints.isEmpty()
        ? Stream.empty()
        : Stream.of(
            Finding.blocks(
                    "DEFINITION-UNREADABLE",
                    "a definition cannot be read, so it is not known whether it names a device that"
                        + " has moved",
                    "correct the file, or move it away if it is not a definition",
                    complaints)
                .unlessAccepted());
  }

  /** Running guests keep what they have. */
  private Stream<Finding> running() {
    return host.guests().all().stream()
        .filter(guest -> guest.running().isPresent())
        .flatMap(guest -> {
          SortedSet<PciAddress> has = has(guest);
          SortedSet<PciAddress> concerned = new TreeSet<>(has);
          concerned.retainAll(addresses());
          SortedSet<PciAddress> redefined = new TreeSet<>(defined(guest));
          redefined.retainAll(remapping.movesInDefinitions().keySet());
          return concerned.isEmpty() && redefined.isEmpty()
              ? Stream.empty()
              : Stream.of(
                  Finding.notes(
                      "MOVED-GUEST-RUNS",
                      "guest %s runs, and its devices are not changed now".formatted(guest.name()),
                      "shut the guest down and start it again: then it gets the devices of its"
                          + " changed definition",
                      "it has: " + (has.isEmpty() ? "no device" : words(has)),
                      "its definition names devices that have moved: "
                          + (redefined.isEmpty() ? "no" : words(redefined))));
        });
  }

  /** The former and the present addresses. */
  private Set<PciAddress> addresses() {
    Set<PciAddress> all = new TreeSet<>(remapping.moves().keySet());
    all.addAll(remapping.moves().values());
    return all;
  }

  /** What dom0 loses: at the next boot by the list, or at the start of a guest. */
  private Stream<Finding> taken() {
    SortedMap<PciAddress, PciAddress> listed = remapping.movesInList();
    SortedSet<PciAddress> byGuests = new TreeSet<>(remapping.movesInDefinitions().values());
    byGuests.removeAll(listed.values());
    Stream<Finding> atBoot =
        listed.isEmpty() ? Stream.empty() : atBoot(hide(listed.values(), Reach.LASTING));
    Stream<Finding> atStart =
        byGuests.isEmpty() ? Stream.empty() : NeededFunctions.of(host, hide(byGuests, Reach.NOW));
    return Stream.concat(atBoot, atStart);
  }

  private static Request.Hide hide(Collection<PciAddress> functions, Reach reach) {
    return new Request.Hide(List.copyOf(functions), Set.of(reach));
  }

  /** As if the functions were hidden there for the first time. */
  private Stream<Finding> atBoot(Request.Hide hide) {
    return Stream.concat(
        Stream.of(HostChecks.forPciback(host, hide), HideChecks.of(host, hide))
            .flatMap(List::stream),
        Stream.concat(
            Checks.losing(host, hide).flatMap(List::stream), UnknownChecks.of(host, hide)));
  }

  private Stream<String> recorded(PciAddress address) {
    return remapping.recorded(address).stream()
        .map(device -> "%s, %s: %s".formatted(HardwareRecord.FILE, address, device));
  }

  private Stream<String> present(PciAddress address) {
    Optional<DeviceIdentity> device = remapping.present(address);
    return device.stream().map(one -> "sysfs, %s: %s".formatted(address, one));
  }

  /** Who names an address. */
  private Stream<String> named(PciAddress address) {
    Stream<String> list =
        host.inventory().boot().effective().stream()
            .filter(set -> remapping.listed().contains(address) || set.list().covers(address))
            .map(set -> "the list to hide at boot: " + set.place());
    return Stream.concat(
        list,
        host.guests().defining(address).stream()
            .map(guest ->
                "the definition of guest %s: %s"
                    .formatted(guest.name(), guest.files().collect(Collectors.joining(", ")))));
  }

  private String removal(PciAddress address) {
    List<String> commands = new ArrayList<>();
    if (remapping.listed().contains(address)) {
      commands.add("gangway unhide --boot " + address);
    }
    host.guests()
        .defining(address)
        .forEach(guest ->
            commands.add("gangway detach --config %s %s".formatted(guest.name(), address)));
    return commands.isEmpty() ? "see the evidence" : String.join("; ", commands);
  }

  private static SortedSet<PciAddress> has(Guest guest) {
    return guest.running().stream()
        .flatMap(domain -> domain.pci().stream())
        .flatMap(pci -> pci.entries().stream())
        .map(PciBackend.Entry::function)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<PciAddress> defined(Guest guest) {
    return guest.definitions().stream()
        .flatMap(definition -> definition.content().functions().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String words(Collection<PciAddress> addresses) {
    return addresses.stream().map(PciAddress::toString).collect(Collectors.joining(", "));
  }

  private static List<String> lines(
      Stream<String> first, Stream<String> second, List<String> rest) {
    return Stream.of(first, second, rest.stream()).flatMap(lines -> lines).toList();
  }
}
