package gangway.view;

import gangway.pci.PciAddress;
import gangway.request.AskedRequest;
import gangway.request.Request;
import java.util.List;
import java.util.Optional;

/**
 * A request.
 *
 * @param kind the command that makes the request
 * @param persistent whether the change is also made for the next boot, or in the guest's definition
 */
public record RequestView(
    String kind,
    List<PciAddress> functions,
    Optional<String> guest,
    boolean now,
    boolean persistent)
    implements View {

  public RequestView {
    functions = List.copyOf(functions);
  }

  static RequestView of(Request request) {
    return of(new AskedRequest(request, false));
  }

  static RequestView of(AskedRequest asked) {
    Request request = asked.request();
    return new RequestView(
        asked.verb(), request.functions(), request.guestName(), request.now(), request.lasting());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("kind", kind);
    json.texts("functions", functions);
    json.text("guest", guest);
    json.flag("now", now);
    json.flag("persistent", persistent);
  }
}
