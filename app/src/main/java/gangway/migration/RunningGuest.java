package gangway.migration;

import gangway.Problem;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Guest;
import gangway.xen.guest.Guests;

/** Finds the guest that is to be saved, moved or restarted. */
final class RunningGuest {
  private RunningGuest() {}

  /**
   * The guest of a name that has a domain.
   *
   * @throws Problem of kind REFUSED if no guest of that name has a domain, or XAPI manages it
   */
  static Guest named(Guests guests, String name) {
    Guest guest =
        guests.named(name).stream()
            .filter(one -> one.running().isPresent())
            .findFirst()
            .orElseThrow(() ->
                Problem.refused(
                    "guest '%s' is not running".formatted(name),
                    "list the guests: 'gangway guests'"));
    if (guest.toolstack() == Toolstack.XAPI) {
      throw Problem.refused(
          "guest '%s' is managed by xapi, which does not know what others do with its guests"
              .formatted(name),
          "use the commands of xapi: xe vm-suspend, xe vm-shutdown, xe vm-migrate, with uuid="
              + guest.running().orElseThrow().uuid());
    }
    return guest;
  }

  /**
   * Refuses a guest that cannot answer.
   *
   * @param consequence what the guest cannot do, a clause: {@code it cannot shut down}
   * @param unpause the commands that unpause the guest
   * @throws Problem of kind REFUSED if the guest is suspended or paused
   */
  static void mustAnswer(Guest guest, String consequence, String unpause) {
    if (guest.suspended()) {
      throw Problem.refused(
          "guest '%s' is suspended, so %s".formatted(guest.name(), consequence),
          Guest.WHEN_SUSPENDED);
    }
    if (guest.paused()) {
      throw Problem.refused(
          "guest '%s' is paused, so %s".formatted(guest.name(), consequence),
          "unpause it (%s), then try again".formatted(unpause));
    }
  }
}
