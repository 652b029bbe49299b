package gangway.view;

import gangway.host.BootDifference;
import java.util.List;

/** How the next boot differs from now for a function. */
public record BootDifferenceView(BootDifference difference) implements View {

  private record RemedyView(BootDifference.Remedy remedy) implements View {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("message", remedy.message());
      json.texts("commandLine", remedy.command());
    }
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("kind", Words.of(difference.kind()));
    json.text("message", difference.message());
    List<RemedyView> remedies = difference.remedies().stream().map(RemedyView::new).toList();
    json.objects("remedies", remedies);
  }
}
