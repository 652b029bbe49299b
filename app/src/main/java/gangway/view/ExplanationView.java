package gangway.view;

import gangway.explanation.Explanation;

/** What a code means. */
public record ExplanationView(Explanation explanation) implements View {
  @Override
  public void writeTo(ViewWriter json) {
    json.text("code", explanation.code());
    json.text("section", explanation.section());
    json.text("blocks", explanation.blocks());
    json.text("doctor", explanation.doctor());
    json.text("accept", explanation.acceptance());
    json.text("meaning", explanation.meaning());
    json.text("cause", explanation.cause());
    json.text("remedy", explanation.fix());
    json.text("risk", explanation.risk());
  }
}
