package gangway.check;

import gangway.Problem;
import gangway.host.Assignments;
import gangway.host.ChangedDevice;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.RecordedHardware;
import gangway.host.Remapping;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.trial.WaysBack;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.guest.Guest;
import gangway.xen.guest.Guests;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Runs all checks for a request before it is performed; the entry point of this package. */
public final class Checks {
  private Checks() {}

  /** All findings about a request, worst first. */
  public static List<Finding> of(HostSnapshot host, Request request) {
    Stream<List<Finding>> findings =
        switch (request) {
          case Request.Hide hide ->
              Stream.concat(
                  Stream.of(
                      HostChecks.forActing(host, hide),
                      HostChecks.forPciback(host, hide),
                      HideChecks.of(host, hide),
                      ReplacedDeviceChecks.of(host, hide),
                      HardwareChecks.of(host, hide),
                      hide.lasting() ? TrialChecks.open(host) : List.of(),
                      hide.lasting() ? HardwareChecks.listed(host, hide.functions()) : List.of(),
                      hide.lasting()
                          ? ReplacedDeviceChecks.listed(host, hide.functions())
                          : List.of()),
                  losing(host, hide));
          case Request.Unhide unhide ->
              Stream.of(
                  HostChecks.forActing(host, unhide),
                  UnhideChecks.of(host, unhide),
                  unhide.lasting() ? BootListChecks.of(host, unhide) : List.of(),
                  unhide.lasting() ? TrialChecks.open(host) : List.of(),
                  ReplacedDeviceChecks.of(host, unhide));
          case Request.Attach attach ->
              Stream.concat(
                  Stream.of(
                      HostChecks.forActing(host, attach),
                      HostChecks.forPassthrough(host),
                      GuestChecks.of(host, attach.guest(), attach)),
                  giving(host, attach));
          case Request.Detach detach ->
              Stream.of(
                  HostChecks.forActing(host, detach),
                  GuestChecks.of(host, detach.guest(), detach),
                  DetachChecks.of(host, detach));
          case Request.New made ->
              Stream.concat(
                  Stream.of(
                      HostChecks.forActing(host, made),
                      HostChecks.forPassthrough(host),
                      NewGuestChecks.of(host, made)),
                  made.giving().stream().flatMap(attach -> giving(host, attach)));
          case Request.Ready ready ->
              Stream.of(
                  HostChecks.forActing(host, ready),
                  HostChecks.forPassthrough(host),
                  GuestChecks.of(host, ready.guest(), ready),
                  ReadyChecks.of(host, ready));
        };
    return Stream.concat(findings.flatMap(List::stream), UnknownChecks.of(host, request))
        .sorted(Finding::worstFirst)
        .toList();
  }

  /**
   * Checks what dom0 and its guests lose with the hidden functions, and the functions themselves.
   */
  static Stream<List<Finding>> losing(HostSnapshot host, Request.Hide hide) {
    LostFunctions lost = LostFunctions.of(host, hide);
    return Stream.of(
        lost.explained(DiskChecks.of(host, lost.all())),
        lost.explained(NetworkChecks.of(host, lost.all())),
        lost.explained(ConsoleChecks.of(host, lost.all())),
        lost.explained(UnknownChecks.losing(host, lost.all())),
        hide.lasting() ? lost.explained(VirtualFunctionChecks.taken(host, hide)) : List.of(),
        AffectedFunctionChecks.of(host, hide),
        DeviceChecks.of(host, hide),
        lost.explained(DeviceChecks.users(host, lost.all())));
  }

  /** Checks whether a guest can get functions; the guest need not exist yet. */
  private static Stream<List<Finding>> giving(HostSnapshot host, Request.Attach attach) {
    return Stream.of(
        XenChecks.of(host, attach),
        HotPlugChecks.of(host, attach),
        AttachChecks.of(host, attach),
        ReplacedDeviceChecks.of(host, attach),
        HardwareChecks.of(host, attach),
        AffectedFunctionChecks.of(host, attach),
        DeviceChecks.of(host, attach));
  }

  /**
   * All findings about settings that must name devices at other addresses, worst first.
   *
   * @param host as it will be at the next boot, with the new addresses in the list
   */
  public static List<Finding> of(HostSnapshot host, Remapping remapping) {
    Stream<Finding> acting =
        remapping.moves().isEmpty()
            ? Stream.empty()
            : HostChecks.forActing(host, remapping.hiding()).stream();
    return Stream.of(
            acting,
            RemapChecks.of(host, remapping).stream(),
            remapping.movesInList().isEmpty()
                ? Stream.<Finding>empty()
                : TrialChecks.open(host).stream())
        .flatMap(findings -> findings)
        .distinct()
        .sorted(Finding::worstFirst)
        .toList();
  }

  /** All findings about a boot that hides functions on trial, worst first. */
  public static List<Finding> ofTrial(HostSnapshot host, Request.Hide hide, WaysBack ways) {
    return Stream.concat(of(host, hide).stream(), TrialChecks.of(host, hide, ways).stream())
        .sorted(Finding::worstFirst)
        .toList();
  }

  /** The finding about boot settings that a trial boot uses, if one does. */
  public static List<Finding> openTrial(HostSnapshot host) {
    return TrialChecks.open(host);
  }

  /** The findings about a guest's definition that do not depend on a request. */
  public static List<Finding> definition(Guest guest, DefinitionFile definition) {
    return DefinitionChecks.of(guest, definition);
  }

  /**
   * The finding about a plan that is not the one that was shown.
   *
   * @param differences what differs, and how it is now
   */
  public static Finding planChanged(List<String> differences) {
    return Finding.blocks(
        "PLAN-CHANGED",
        "the command would not do what was shown before: the host or the request has changed",
        "read the plan again (gangway check ... --json, or the command with --dry-run --json), and"
            + " give the new digest",
        differences);
  }

  /** The finding about a function whose owner is not clear, if any. */
  public static Optional<Finding> unsettled(HostFunction function) {
    return FunctionChecks.unsettled(function);
  }

  /** The finding about a function that does not answer, if it was read and does not. */
  public static Optional<Finding> gone(HostSnapshot host, PciAddress function) {
    return host.inspection(function)
        .filter(inspection -> !inspection.details().answers())
        .map(_ -> HealthChecks.gone(function));
  }

  /**
   * The blocking findings about what dom0 needs of the functions that the settings of the host take
   * at the next boot.
   */
  public static List<Finding> bootList(HostSnapshot host) {
    return BootListChecks.of(host);
  }

  /**
   * The blocking findings about what dom0 needs of a function that it has, if a guest takes the
   * function at its start.
   */
  public static List<Finding> needed(HostSnapshot host, PciAddress function) {
    return NeededFunctions.of(host, new Request.Hide(List.of(function), Set.of(Request.Reach.NOW)))
        .toList();
  }

  /** The finding about a function, if Gangway hid another device at its address. */
  public static Optional<Finding> replaced(HostSnapshot host, PciAddress function) {
    return ReplacedDeviceChecks.of(host, function);
  }

  /** The finding about a function that is not the device that was acknowledged at its address. */
  public static Finding changed(ChangedDevice changed, Guests guests) {
    return HardwareChecks.changed(changed, guests);
  }

  /** The finding about a record of the acknowledged devices that cannot be read, if it cannot. */
  public static Optional<Finding> unreadable(RecordedHardware hardware) {
    return HardwareChecks.unreadable(hardware).findFirst();
  }

  /** The finding about an operation that is done, but whose devices could not be recorded. */
  public static Finding notRecorded(List<PciAddress> functions, Problem why) {
    return HardwareChecks.notRecorded(functions, why);
  }

  /** The finding about write permissions that pciback kept from an earlier guest, if any. */
  public static Optional<Finding> permissive(HostSnapshot host, PciAddress function) {
    return XenChecks.permissive(host, function);
  }

  /**
   * The findings about a machine after a request was performed.
   *
   * @param idle functions that have the requested owner, but that the owner does not use yet
   */
  public static List<Finding> afterwards(
      Assignments assignments, List<HostFunction> idle, Request request) {
    return switch (request) {
      case Request.Unhide unhide ->
          Stream.concat(
                  UnhideChecks.driverless(assignments, unhide).stream(),
                  idle.stream().map(UnhideChecks::idle))
              .toList();
      case Request.Attach _ -> idle.stream().map(AttachChecks::idle).toList();
      case Request.Hide _, Request.Detach _, Request.New _, Request.Ready _ -> List.of();
    };
  }
}
