package gangway.view;

import gangway.boot.HideSetting;
import gangway.host.HostSnapshot;
import gangway.operation.RemapOperation;
import gangway.pci.PciAddress;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.Whereabouts.Moved;
import gangway.xen.guest.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The devices that settings name and that have other addresses now: {@code remap --json}. */
public record RemapView(List<Entry> moves) implements View {
  public RemapView {
    moves = List.copyOf(moves);
  }

  /**
   * A device that has moved.
   *
   * @param from the address that the settings name
   * @param moved where the device is now, and what shows that
   * @param guests the guests whose definitions name the address
   * @param settings the files that name the address
   */
  public record Entry(
      PciAddress from,
      Moved moved,
      Optional<DeviceIdentity> acknowledged,
      Optional<DeviceIdentity> present,
      List<String> guests,
      List<String> settings)
      implements View {
    public Entry {
      guests = List.copyOf(guests);
      settings = List.copyOf(settings);
    }

    /** What an administrator compares, one line each. */
    public List<String> lines() {
      return Stream.of(
              acknowledged.stream().map(device -> "acknowledged: " + device),
              present.stream().map(device -> "present: " + device),
              moved.evidence().stream(),
              settings.stream().map(file -> "named in " + file))
          .flatMap(lines -> lines)
          .toList();
    }

    @Override
    public void writeTo(ViewWriter json) {
      json.text("from", from);
      json.text("to", moved.to());
      json.text("certainty", moved.certainty().word());
      json.texts("evidence", moved.evidence());
      json.object("acknowledged", acknowledged.map(DeviceIdentityView::new));
      json.object("present", present.map(DeviceIdentityView::new));
      json.texts("guests", guests);
      json.texts("settings", settings);
    }
  }

  public static RemapView of(RemapOperation.Checked checked) {
    List<Entry> entries = new ArrayList<>();
    checked
        .remapping()
        .moved()
        .forEach((from, moved) ->
            entries.add(
                new Entry(
                    from,
                    moved,
                    checked.remapping().recorded(from),
                    checked.remapping().present(moved.to()),
                    checked.host().guests().defining(from).stream()
                        .map(Guest::name)
                        .distinct()
                        .toList(),
                    settings(checked, from))));
    return new RemapView(entries);
  }

  private static List<String> settings(RemapOperation.Checked checked, PciAddress from) {
    HostSnapshot host = checked.host();
    Stream<String> list =
        host.inventory().boot().effective().stream()
            .filter(_ -> checked.remapping().listed().contains(from))
            .map(HideSetting::place);
    return Stream.concat(list, host.guests().defining(from).stream().flatMap(Guest::files))
        .distinct()
        .toList();
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.objects("moves", moves);
  }
}
