package gangway.check;

import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Unanswered;
import gangway.host.Unanswered.Subject;
import gangway.host.network.Layers.Layer;
import gangway.pci.PciAddress;
import gangway.pci.PciClass;
import gangway.request.Request;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Checks whether everything could be queried that can block a request. What could not be queried is
 * unknown, and unknown is not safe. For disks and other machines see {@link UnplacedChecks}.
 *
 * <p>What happens without these findings: a request goes on because the evidence against it could
 * not be read, and then the same happens as without the finding that the evidence would have
 * caused: {@code NETWORK-UNKNOWN} stands for {@code NETWORK-SESSION} and the like, {@code
 * CONSOLE-UNKNOWN} for {@code CONSOLE-SERIAL}, {@code DEVICE-UNKNOWN} for {@code DEVICE-OPEN},
 * {@code IOMMU-UNKNOWN} for {@code NO-IOMMU}, {@code KIN-UNKNOWN} for {@code KIN-RMRR}, {@code
 * SPACE-UNKNOWN} for {@code DISK-FULL} and {@code READ-ONLY}, and {@code KERNEL-UNKNOWN} for {@code
 * DRIVER-BUILT-IN} and {@code PCIBACK-REFUSED}.
 */
final class UnknownChecks {
  private final HostSnapshot host;

  private UnknownChecks(HostSnapshot host) {
    this.host = host;
  }

  static Stream<Finding> of(HostSnapshot host, Request request) {
    if (host.unanswered().isEmpty()) {
      return Stream.empty();
    }
    UnknownChecks checks = new UnknownChecks(host);
    Stream<Finding> own =
        switch (request) {
          case Request.Hide hide -> checks.hide(hide);
          case Request.Attach attach -> checks.attach(attach.functions());
          case Request.New made ->
              Stream.concat(
                  checks.attach(made.giving().map(Request::functions).orElse(List.of())),
                  made.guest().disks().isEmpty() ? Stream.empty() : checks.disks());
          case Request.Ready _ -> checks.attach(List.of());
          case Request.Unhide _, Request.Detach _ -> Stream.empty();
        };
    return Stream.concat(own, checks.space());
  }

  /**
   * What dom0 may lose with the functions of a request.
   *
   * @param lost the request for all functions that are lost
   */
  static List<Finding> losing(HostSnapshot host, Request.Hide lost) {
    UnknownChecks checks = new UnknownChecks(host);
    return host.unanswered().isEmpty()
        ? List.of()
        : lost.functions().stream()
            .flatMap(function ->
                Stream.of(
                        Stream.of(function).filter(checks::reachesOthers).flatMap(checks::network),
                        Stream.of(function).filter(checks::mayBeConsole).flatMap(checks::console),
                        checks.device(function))
                    .flatMap(findings -> findings))
            .toList();
  }

  private Stream<Finding> hide(Request.Hide hide) {
    return Stream.of(
            hide.now() ? hide.functions().stream().flatMap(this::kin) : Stream.<Finding>empty(),
            hide.lasting() ? listed() : Stream.<Finding>empty(),
            hide.lasting() || host.pciback() != HostSnapshot.Pciback.LOADED
                ? kernel()
                : Stream.<Finding>empty())
        .flatMap(findings -> findings);
  }

  /**
   * The functions in the list for the next boot that cannot be read: each may be the root disk, or
   * another device than the one that was hidden.
   */
  private Stream<Finding> listed() {
    return host.inventory().functions().unread().stream()
        .filter(function -> host.inventory().boot().hiding(function).isPresent())
        .map(function ->
            Finding.blocks(
                    "DEVICE-UNKNOWN",
                    ("%s is in the list to hide at boot, and Gangway cannot determine which device"
                            + " that is")
                        .formatted(function),
                    "make sure that this can be read, or remove the address from the list: gangway"
                        + " unhide --boot "
                        + function,
                    List.of("the class and ids of %s cannot be read".formatted(function)))
                .about(function)
                .unlessAccepted());
  }

  private Stream<Finding> attach(List<PciAddress> functions) {
    return Stream.of(
            iommu(),
            functions.stream().flatMap(this::device),
            functions.stream().flatMap(this::kin))
        .flatMap(findings -> findings);
  }

  /** Whether dom0 uses the disks of a new guest. */
  private Stream<Finding> disks() {
    return unanswered(
        missing(Subject.STORAGE),
        missing ->
            Finding.blocks(
                    "DISK-UNKNOWN",
                    "Gangway cannot determine whether dom0 uses the disks of the new guest",
                    "make sure that this can be queried, then run the command again",
                    missing)
                .unlessAccepted());
  }

  private Stream<Finding> network(PciAddress function) {
    return unanswered(
        missing(Subject.NETWORK, function),
        missing ->
            Finding.blocks(
                    "NETWORK-UNKNOWN",
                    ("Gangway cannot determine what dom0's network uses %s for: your session, a"
                            + " route, an address or guests may be on it")
                        .formatted(function),
                    "make sure that this can be queried, then run the command again",
                    missing)
                .unlessAcceptedFor(function));
  }

  private Stream<Finding> console(PciAddress function) {
    return unanswered(
        missing(Subject.CONSOLES, function),
        missing ->
            Finding.blocks(
                    "CONSOLE-UNKNOWN",
                    ("Gangway cannot determine whether a screen, a console or the only keyboard of"
                            + " dom0 or Xen is on %s")
                        .formatted(function),
                    "make sure that this can be queried, then run the command again",
                    missing)
                .about(function)
                .unlessAccepted());
  }

  private Stream<Finding> device(PciAddress function) {
    return unanswered(
        missing(one ->
            one.subject() == Subject.FUNCTION
                && (one.concerns(function)
                    || one.functions().stream().anyMatch(other -> near(function, other)))),
        missing ->
            Finding.blocks(
                    "DEVICE-UNKNOWN",
                    ("Gangway cannot determine whether %s works, has virtual functions, is open in a"
                            + " program, or shares hardware with other functions")
                        .formatted(function),
                    "make sure that this can be read, then run the command again",
                    missing)
                .about(function)
                .unlessAccepted());
  }

  /**
   * Whether what is not known of one function leaves a question about another: it is above it, or
   * cannot be read at all and may be the same device or below the same bridge.
   */
  private boolean near(PciAddress function, PciAddress other) {
    List<PciAddress> path =
        host.inspection(function).map(one -> one.details().path()).orElse(List.of());
    return path.contains(other)
        || (host.inventory().functions().unread().contains(other)
            && (other.sameDevice(function)
                || path.stream()
                    .flatMap(bridge -> host.topology().at(bridge).stream())
                    .anyMatch(bridge -> bridge.above(other))));
  }

  private Stream<Finding> kin(PciAddress function) {
    return unanswered(
        missing(Subject.RESERVED_MEMORY, function),
        missing ->
            Finding.blocks(
                    "KIN-UNKNOWN",
                    ("Gangway cannot determine whether the firmware uses %s and other functions"
                            + " through the same reserved memory (RMRR)")
                        .formatted(function),
                    "make sure that 'xl dmesg' shows Xen's messages; if somebody cleared them (xl"
                        + " dmesg -c), they are back after the next boot",
                    missing)
                .about(function)
                .unlessAccepted());
  }

  private Stream<Finding> iommu() {
    return unanswered(
        missing(Subject.IOMMU),
        missing ->
            Finding.blocks(
                    "IOMMU-UNKNOWN",
                    "Gangway cannot determine whether Xen uses an IOMMU, without which a guest's"
                        + " device can write to all memory of the host",
                    "make sure that 'xl info' works, then run the command again",
                    missing)
                .unlessAccepted());
  }

  private Stream<Finding> space() {
    return unanswered(
        missing(Subject.SPACE),
        missing ->
            Finding.blocks(
                    "SPACE-UNKNOWN",
                    "Gangway cannot determine whether the file systems of /var/lib, /etc and /boot"
                        + " can be written, and have enough space for the files of this operation",
                    "make sure that this can be queried, then run the command again",
                    missing)
                .unlessAccepted());
  }

  private Stream<Finding> kernel() {
    return unanswered(
        missing(Subject.KERNEL),
        missing ->
            Finding.blocks(
                    "KERNEL-UNKNOWN",
                    "Gangway cannot determine which modules this kernel has and refuses to load, and"
                        + " so whether pciback can be loaded, and can take the function at boot"
                        + " before its driver",
                    "make sure that this can be read, then run the command again",
                    missing)
                .unlessAccepted());
  }

  /** The finding about what could not be queried; none if everything was answered. */
  private static Stream<Finding> unanswered(
      List<String> missing, Function<List<String>, Finding> finding) {
    return missing.isEmpty() ? Stream.empty() : Stream.of(finding.apply(missing));
  }

  private List<String> missing(Subject subject) {
    return missing(one -> one.subject() == subject);
  }

  private List<String> missing(Subject subject, PciAddress function) {
    return missing(one -> one.subject() == subject && one.concerns(function));
  }

  private List<String> missing(Predicate<Unanswered> which) {
    return TextLists.lines(
        host.unanswered().stream().filter(which).map(Unanswered::why).distinct().toList(),
        TextLists.MAX_SHOWN);
  }

  private boolean usable(PciAddress function) {
    return host.inventory().at(function).filter(HostFunction::usableByDom0).isPresent();
  }

  private boolean reachesOthers(PciAddress function) {
    return (usable(function)
            && type(function).anyMatch(type -> type.leadsToMachines() || type.bridge()))
        || host.network().interfaces().layers().byName().values().stream()
            .map(Layer::path)
            .anyMatch(path -> path.contains(function));
  }

  private boolean mayBeConsole(PciAddress function) {
    return host.inventory().at(function).filter(one -> !one.hiddenNow()).isPresent()
        && type(function).anyMatch(PciClass::mayBeConsole);
  }

  private Stream<PciClass> type(PciAddress function) {
    return host.inventory().at(function).stream().map(one -> one.function().type());
  }
}
