package gangway.view;

import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.identity.AcknowledgedDevices;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.HardwareChange;
import gangway.pci.identity.HardwareRecord;
import gangway.pci.identity.IdentityReader;
import java.util.List;
import java.util.Map;

/**
 * The devices that have changed since they were acknowledged: {@code hardware --json}.
 *
 * @param acknowledged how many devices have a record
 * @param complete whether all devices of the host were acknowledged at some time
 */
public record HardwareView(int acknowledged, boolean complete, List<HardwareChangeView> changes)
    implements View {
  public HardwareView {
    changes = List.copyOf(changes);
  }

  /**
   * Compares the devices of a machine with the acknowledged ones.
   *
   * @throws gangway.Problem of kind REFUSED if the record of them cannot be read
   */
  public static HardwareView of(Machine machine) {
    AcknowledgedDevices devices = HardwareRecord.of(machine).known();
    Observer observer = new Observer(machine);
    HostSnapshot host = observer.guestsOnly(observer.inventory());
    Map<PciAddress, DeviceIdentity> present =
        new IdentityReader(machine).of(host.inventory().functions().stream());
    return new HardwareView(
        devices.devices().size(),
        devices.complete(),
        HardwareChange.of(devices, present).stream()
            .map(change -> HardwareChangeView.of(change, host))
            .toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.number("acknowledged", acknowledged);
    json.flag("complete", complete);
    json.objects("changes", changes);
  }
}
