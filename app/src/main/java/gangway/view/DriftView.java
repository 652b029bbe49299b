package gangway.view;

import gangway.pci.PciAddress;
import gangway.xen.definition.PciSpec;
import gangway.xen.guest.Drift;
import java.util.Optional;

/**
 * A function for which a running guest, libxl's record and the guest's definition differ.
 *
 * @param attached whether the guest has the function
 * @param libxl how libxl records the function
 * @param defined how the function is defined
 * @param message the effect, a text
 */
public record DriftView(
    PciAddress address,
    boolean attached,
    Optional<PciSpec> libxl,
    Optional<PciSpec> defined,
    String message)
    implements View {

  static DriftView of(Drift drift) {
    return new DriftView(
        drift.function(), drift.has(), drift.kept(), drift.defined(), drift.says());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("address", address);
    json.flag("attached", attached);
    json.text("libxl", libxl);
    json.text("defined", defined);
    json.text("message", message);
  }
}
