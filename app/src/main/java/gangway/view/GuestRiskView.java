package gangway.view;

import gangway.guard.GuestRisk;

/**
 * A running guest, and whether it would survive a save or migration.
 *
 * @param reason why the guest is at risk, or why not; a text
 */
public record GuestRiskView(String name, int domid, boolean atRisk, String reason) implements View {

  static GuestRiskView of(GuestRisk guest) {
    return new GuestRiskView(
        guest.domain().name(),
        guest.domain().domid(),
        guest.risk().present(),
        guest.risk().toString());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("name", name);
    json.number("domid", domid);
    json.flag("atRisk", atRisk);
    json.text("reason", reason);
  }
}
