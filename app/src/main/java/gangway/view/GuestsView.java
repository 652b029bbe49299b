package gangway.view;

import gangway.machine.Machine;
import gangway.xen.guest.GuestViews;
import gangway.xen.guest.Guests;
import java.util.List;

/** The guests of a host: {@code guests --json}. */
public record GuestsView(List<GuestView> guests) implements View {
  public GuestsView {
    guests = List.copyOf(guests);
  }

  /**
   * All guests of a host.
   *
   * @param machine has the records of what the guests had
   * @param views the reports of the agents in the guests
   */
  public static GuestsView of(Machine machine, Guests guests, GuestViews views) {
    return new GuestsView(
        guests.all().stream().map(guest -> GuestView.of(machine, guest, views)).toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.objects("guests", guests);
  }
}
