package gangway.view;

import gangway.guest.GuestReport;

/** A network interface in a guest. */
public record InterfaceView(String name, GuestReport.Carrier carrier) implements View {

  static InterfaceView of(GuestReport.Link link) {
    return new InterfaceView(link.name(), link.carrier());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("name", name);
    json.text("carrier", Words.of(carrier));
  }
}
