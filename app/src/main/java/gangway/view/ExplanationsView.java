package gangway.view;

import gangway.explanation.Explanation;
import java.util.List;

/** What codes mean: {@code explain --json}. */
public record ExplanationsView(List<ExplanationView> explanations) implements View {
  public ExplanationsView {
    explanations = List.copyOf(explanations);
  }

  public static ExplanationsView of(List<Explanation> explanations) {
    return new ExplanationsView(explanations.stream().map(ExplanationView::new).toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.objects("explanations", explanations);
  }
}
