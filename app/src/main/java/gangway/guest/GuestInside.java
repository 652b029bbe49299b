package gangway.guest;

import gangway.Answer;
import gangway.guest.GuestReport.AtBoot;
import gangway.guest.GuestReport.Carrier;
import gangway.guest.GuestReport.Device;
import gangway.guest.GuestReport.Link;
import gangway.guest.GuestReport.Presence;
import gangway.pci.PciAddress;
import gangway.xen.guest.Domain;
import gangway.xen.guest.GuestAgent.FunctionInGuest;
import gangway.xen.guest.GuestViews;
import gangway.xen.protocol.GuestType;
import gangway.xen.protocol.PciBackend;
import gangway.xen.protocol.XenbusState;
import java.util.List;
import java.util.Optional;

/**
 * The state inside a running guest, as far as it is known.
 *
 * @param module whether the module for hot-plug is loaded or built in
 * @param atBoot whether the module is loaded after the next boot
 * @param given the functions that are assigned to the guest
 * @param report the report of the script, if it ran in the guest
 */
public record GuestInside(
    Domain guest, Answer module, Answer atBoot, List<Given> given, Optional<GuestReport> report) {

  /**
   * A function that is assigned to the guest.
   *
   * @param vdev the address at which the guest should see the function
   * @param links its network interfaces in the guest; empty if there are none, or if they are
   *     unknown
   */
  public record Given(
      PciAddress function,
      Optional<PciAddress> vdev,
      FunctionInGuest inGuest,
      Answer link,
      List<Link> links) {
    public Given {
      links = List.copyOf(links);
    }

    /** Whether the function is missing, without driver, or without link. */
    boolean amiss() {
      return inGuest instanceof FunctionInGuest.Unseen
          || inGuest instanceof FunctionInGuest.Undriven
          || link == Answer.NO;
    }
  }

  public GuestInside {
    given = List.copyOf(given);
  }

  /**
   * Combines all sources.
   *
   * @param views the reports of the guest agent
   * @param report the report of the script, if it ran in the guest
   */
  public static GuestInside of(Domain guest, GuestViews views, Optional<GuestReport> report) {
    List<PciBackend.Entry> entries = guest.pci().map(PciBackend::entries).orElse(List.of());
    return new GuestInside(
        guest,
        report.map(GuestInside::module).orElseGet(() -> connected(guest)),
        report
            .map(seen -> seen.atBoot() == AtBoot.NO ? Answer.NO : Answer.YES)
            .orElse(Answer.UNKNOWN),
        entries.stream()
            .map(entry -> report.map(seen -> seen(entry, seen)).orElseGet(() -> told(entry, views)))
            .toList(),
        report);
  }

  private static Answer module(GuestReport seen) {
    return seen.presence() == Presence.LOADED || seen.presence() == Presence.BUILT_IN
        ? Answer.YES
        : Answer.NO;
  }

  /** Only the module connects a PV guest's frontend in XenStore. */
  private static Answer connected(Domain guest) {
    return guest
            .pci()
            .filter(pci -> guest.type() == GuestType.PV && pci.frontend() == XenbusState.CONNECTED)
            .isPresent()
        ? Answer.YES
        : Answer.UNKNOWN;
  }

  private static Given seen(PciBackend.Entry entry, GuestReport report) {
    Optional<Device> device = entry.vdev().map(report.devices()::get);
    FunctionInGuest inGuest =
        device
            .<FunctionInGuest>map(there ->
                there
                    .driver()
                    .<FunctionInGuest>map(FunctionInGuest.Driven::new)
                    .orElseGet(FunctionInGuest.Undriven::new))
            .orElseGet(FunctionInGuest.Unseen::new);
    List<Link> links = device.map(Device::links).orElse(List.of());
    return new Given(entry.function(), entry.vdev(), inGuest, link(links), links);
  }

  /** Up if one interface is up: the others need not be in use. */
  private static Answer link(List<Link> links) {
    if (links.stream().anyMatch(link -> link.carrier() == Carrier.UP)) {
      return Answer.YES;
    }
    return links.stream().anyMatch(link -> link.carrier() == Carrier.DOWN)
        ? Answer.NO
        : Answer.UNKNOWN;
  }

  private static Given told(PciBackend.Entry entry, GuestViews views) {
    return new Given(
        entry.function(), entry.vdev(), views.of(entry.function()), Answer.UNKNOWN, List.of());
  }

  /** Whether anything is known. */
  public boolean known() {
    return module != Answer.UNKNOWN
        || given.stream().anyMatch(one -> !(one.inGuest() instanceof FunctionInGuest.Unknown));
  }

  /** Whether no fault is visible now. A module that is not loaded at boot is not a fault now. */
  public boolean well() {
    return module != Answer.NO && given.stream().noneMatch(Given::amiss);
  }
}
