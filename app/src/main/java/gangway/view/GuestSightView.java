package gangway.view;

import gangway.xen.guest.GuestAgent.Sight;
import java.util.Optional;

/** What a guest sees of a function, the member {@code guestView}; {@code kind} says which. */
public sealed interface GuestSightView extends View {

  /** A driver in the guest is bound to the function. */
  record Driver(String driver) implements GuestSightView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("kind", "driver");
      json.text("driver", driver);
    }
  }

  /** The guest sees the function, and no driver is bound to it. */
  record NoDriver() implements GuestSightView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("kind", "no-driver");
    }
  }

  /** The guest does not see the function. */
  record NotSeen() implements GuestSightView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("kind", "not-seen");
    }
  }

  /** The view of a report; empty if there is no report. */
  static Optional<GuestSightView> of(Sight sight) {
    return switch (sight) {
      case Sight.Unknown _ -> Optional.empty();
      case Sight.Unseen _ -> Optional.of(new NotSeen());
      case Sight.Undriven _ -> Optional.of(new NoDriver());
      case Sight.Driven(String driver) -> Optional.of(new Driver(driver));
    };
  }
}
