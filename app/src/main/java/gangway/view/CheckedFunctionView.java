package gangway.view;

import gangway.Answer;
import gangway.guest.GuestInside.Given;
import gangway.pci.PciAddress;
import java.util.List;
import java.util.Optional;

/**
 * A function that a guest was given, as the guest reports it.
 *
 * @param vdev the address at which the guest should see the function
 * @param link whether one of the interfaces has a link
 */
public record CheckedFunctionView(
    PciAddress address,
    Optional<PciAddress> vdev,
    Optional<FunctionInGuestView> guestView,
    Answer link,
    List<InterfaceView> interfaces)
    implements View {

  public CheckedFunctionView {
    interfaces = List.copyOf(interfaces);
  }

  static CheckedFunctionView of(Given given) {
    return new CheckedFunctionView(
        given.function(),
        given.vdev(),
        FunctionInGuestView.of(given.inGuest()),
        given.link(),
        given.links().stream().map(InterfaceView::of).toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("address", address);
    json.text("vdev", vdev);
    json.object("guestView", guestView);
    json.flag("link", link);
    json.objects("interfaces", interfaces);
  }
}
