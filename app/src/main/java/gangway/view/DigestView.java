package gangway.view;

import gangway.operation.PlanDigest;

/**
 * What identifies the plan of a report.
 *
 * @param digest identifies request, findings and plan, for {@code --digest}
 */
public record DigestView(PlanDigest digest) implements View {
  @Override
  public void writeTo(ViewWriter json) {
    json.text("digest", digest.toString());
  }
}
