package gangway.view;

import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.SerialKind;

/** What identifies a device. */
public record DeviceIdentityView(DeviceIdentity identity) implements View {
  @Override
  public void writeTo(ViewWriter json) {
    json.text("id", identity.id());
    json.text("subsystem", identity.subsystem());
    json.text("class", identity.type());
    json.text("revision", identity.revision().map("%02x"::formatted));
    json.text("slot", identity.slot());
    json.text("deviceSerial", identity.serials().of(SerialKind.DEVICE).known());
    json.text("mac", identity.serials().of(SerialKind.MAC).known());
    json.text("nvmeSerial", identity.serials().of(SerialKind.NVME).known());
    json.text("confidence", identity.confidence().words());
  }
}
