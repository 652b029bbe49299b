package gangway.service.resource;

import gangway.service.http.Call;
import gangway.service.http.Reply;
import gangway.service.http.Route;
import gangway.view.GuestsView;
import gangway.view.ViewWriter;
import gangway.xen.guest.GuestViews;
import gangway.xen.guest.Guests;
import java.util.List;

/** The guests of the host. */
record GuestResources(CurrentHost host) {

  List<Route> routes() {
    return List.of(Route.get("/guests", this::list));
  }

  private Reply list(Call call) {
    CurrentHost.Seen seen = host.now();
    return Tagged.of(
            ViewWriter.document(
                GuestsView.of(
                    seen.machine(),
                    Guests.read(seen.machine(), seen.inventory().domains()),
                    GuestViews.read(seen.machine(), seen.inventory().domains()))))
        .answer(call);
  }
}
