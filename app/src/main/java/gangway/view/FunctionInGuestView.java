package gangway.view;

import gangway.xen.guest.GuestAgent.FunctionInGuest;
import java.util.Optional;

/** What a guest sees of a function, the member {@code guestView}; {@code kind} says which. */
public sealed interface FunctionInGuestView extends View {

  /** A driver in the guest is bound to the function. */
  record Driver(String driver) implements FunctionInGuestView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("kind", "driver");
      json.text("driver", driver);
    }
  }

  /** The guest sees the function, and no driver is bound to it. */
  record NoDriver() implements FunctionInGuestView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("kind", "no-driver");
    }
  }

  /** The guest does not see the function. */
  record NotSeen() implements FunctionInGuestView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("kind", "not-seen");
    }
  }

  /** The view of a report; empty if there is no report. */
  static Optional<FunctionInGuestView> of(FunctionInGuest inGuest) {
    return switch (inGuest) {
      case FunctionInGuest.Unknown _ -> Optional.empty();
      case FunctionInGuest.Unseen _ -> Optional.of(new NotSeen());
      case FunctionInGuest.Undriven _ -> Optional.of(new NoDriver());
      case FunctionInGuest.Driven(String driver) -> Optional.of(new Driver(driver));
    };
  }
}
