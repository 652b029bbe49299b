package gangway.guest;

import gangway.Answer;
import gangway.guest.GuestReport.AtBoot;
import gangway.guest.GuestReport.Carrier;
import gangway.guest.GuestReport.Device;
import gangway.guest.GuestReport.Link;
import gangway.guest.GuestReport.Presence;
import gangway.pci.Address;
import gangway.toolstack.Domain;
import gangway.toolstack.GuestAgent.Sight;
import gangway.toolstack.GuestSights;
import gangway.toolstack.GuestType;
import gangway.toolstack.PciBackend;
import gangway.toolstack.XenbusState;
import java.util.List;
import java.util.Optional;

/**
 * What is so inside a running guest, as far as anybody tells.
 *
 * @param module whether the module for hot-plug is there
 * @param atBoot whether it is after the next boot
 * @param given the functions it was given
 */
public record GuestInside(
    Domain guest, Answer module, Answer atBoot, List<Given> given, Optional<GuestReport> report) {

  /**
   * A function that the guest was given.
   *
   * @param vdev where it should see it
   * @param links its network interfaces in the guest; none where it has none, or nobody tells
   */
  public record Given(
      Address function, Optional<Address> vdev, Sight sight, Answer link, List<Link> links) {
    /** Whether something is wrong with it. */
    boolean amiss() {
      return sight instanceof Sight.Unseen || sight instanceof Sight.Undriven || link == Answer.NO;
    }
  }

  public GuestInside {
    given = List.copyOf(given);
  }

  /**
   * Puts together what is told.
   *
   * @param report what was seen in the guest itself, if one could log in
   */
  public static GuestInside of(Domain guest, GuestSights sights, Optional<GuestReport> report) {
    List<PciBackend.Entry> entries = guest.pci().map(PciBackend::entries).orElse(List.of());
    return new GuestInside(
        guest,
        report.map(GuestInside::module).orElseGet(() -> connected(guest)),
        report
            .map(seen -> seen.atBoot() == AtBoot.NO ? Answer.NO : Answer.YES)
            .orElse(Answer.UNKNOWN),
        entries.stream()
            .map(
                entry -> report.map(seen -> seen(entry, seen)).orElseGet(() -> told(entry, sights)))
            .toList(),
        report);
  }

  private static Answer module(GuestReport seen) {
    return seen.presence() == Presence.LOADED || seen.presence() == Presence.BUILT_IN
        ? Answer.YES
        : Answer.NO;
  }

  /** A PV guest's end in XenStore is connected by the module alone. */
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
    Sight sight =
        device
            .<Sight>map(there ->
                there.driver().<Sight>map(Sight.Driven::new).orElseGet(Sight.Undriven::new))
            .orElseGet(Sight.Unseen::new);
    List<Link> links = device.map(Device::links).orElse(List.of());
    return new Given(entry.function(), entry.vdev(), sight, link(links), links);
  }

  /** Up if one of them is: the others need not be in use. */
  private static Answer link(List<Link> links) {
    if (links.stream().anyMatch(link -> link.carrier() == Carrier.UP)) {
      return Answer.YES;
    }
    return links.stream().anyMatch(link -> link.carrier() == Carrier.DOWN)
        ? Answer.NO
        : Answer.UNKNOWN;
  }

  private static Given told(PciBackend.Entry entry, GuestSights sights) {
    return new Given(
        entry.function(), entry.vdev(), sights.of(entry.function()), Answer.UNKNOWN, List.of());
  }

  /** Whether anything is known at all. */
  public boolean known() {
    return module != Answer.UNKNOWN
        || given.stream().anyMatch(one -> !(one.sight() instanceof Sight.Unknown));
  }

  /** Whether nothing is seen to be wrong. That the module is not loaded at boot is for later. */
  public boolean well() {
    return module != Answer.NO && given.stream().noneMatch(Given::amiss);
  }
}
