package gangway.view;

import gangway.boot.HideSetting;
import gangway.host.HostSnapshot;
import gangway.host.Owner;
import gangway.pci.PciAddress;
import gangway.pci.identity.HardwareChange;
import gangway.xen.guest.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What has changed at an address since its device was acknowledged.
 *
 * @param guests the guests that have the function at this address or list it
 * @param settings the files that name the address
 */
public record HardwareChangeView(HardwareChange change, List<String> guests, List<String> settings)
    implements View {
  public HardwareChangeView {
    guests = List.copyOf(guests);
    settings = List.copyOf(settings);
  }

  static HardwareChangeView of(HardwareChange change, HostSnapshot host) {
    PciAddress address = change.address();
    SortedSet<String> guests = new TreeSet<>();
    List<String> settings = new ArrayList<>();
    for (Guest guest : host.guests().defining(address)) {
      guests.add(guest.name());
      guest.definitions().stream()
          .filter(definition -> definition.content().functions().contains(address))
          .map(definition -> definition.file().toString())
          .forEach(settings::add);
    }
    if (host.inventory().at(address).map(function -> function.owner()).orElse(null)
        instanceof Owner.Guest guest) {
      guests.add(guest.name());
    }
    Optional<HideSetting> boot = host.inventory().boot().naming(address);
    boot.map(HideSetting::place).ifPresent(settings::add);
    return new HardwareChangeView(change, List.copyOf(guests), settings);
  }

  /** {@code added}, {@code removed}, {@code moved} or {@code changed}. */
  public String kind() {
    return change.kind().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("kind", kind());
    json.text("address", change.address());
    json.texts("to", change.to());
    json.object("acknowledged", change.acknowledged().map(DeviceIdentityView::new));
    json.object("present", change.present().map(DeviceIdentityView::new));
    json.texts("guests", guests);
    json.texts("settings", settings);
  }
}
