package gangway.view;

import gangway.guard.Risk;

/**
 * Whether a running guest would be damaged by a save or a migration with the tools of Xen alone.
 *
 * @param reason why the guest is at risk, or why not; a text
 */
public record RiskView(boolean atRisk, String reason) implements View {

  static RiskView of(Risk risk) {
    return new RiskView(risk.present(), risk.toString());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.flag("atRisk", atRisk);
    json.text("reason", reason);
  }
}
