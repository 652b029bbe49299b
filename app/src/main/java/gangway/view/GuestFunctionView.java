package gangway.view;

import gangway.pci.PciAddress;
import gangway.xen.guest.Domain;
import gangway.xen.guest.GuestViews;
import gangway.xen.protocol.PciBackend;
import gangway.xen.protocol.XenbusState;
import java.util.List;
import java.util.Optional;

/**
 * A function that a guest has by XenStore.
 *
 * @param vdev the address that the guest sees
 * @param attached whether both ends have finished the attach
 * @param guestView what the agent in the guest reports
 */
public record GuestFunctionView(
    PciAddress address,
    Optional<PciAddress> vdev,
    boolean attached,
    XenbusState entryState,
    XenbusState backendState,
    XenbusState frontendState,
    Optional<FunctionInGuestView> guestView)
    implements View {

  /** The functions of a guest. */
  static List<GuestFunctionView> of(Domain domain, GuestViews views) {
    return domain.pci().stream()
        .flatMap(record -> record.entries().stream().map(entry -> of(domain, record, entry, views)))
        .toList();
  }

  private static GuestFunctionView of(
      Domain domain, PciBackend record, PciBackend.Entry entry, GuestViews views) {
    return new GuestFunctionView(
        entry.function(),
        entry.vdev(),
        domain.has(entry.function()),
        entry.state(),
        record.backend(),
        record.frontend(),
        FunctionInGuestView.of(views.of(entry.function())));
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("address", address);
    json.text("vdev", vdev);
    json.flag("attached", attached);
    json.text("entryState", entryState);
    json.text("backendState", backendState);
    json.text("frontendState", frontendState);
    json.object("guestView", guestView);
  }
}
