package gangway.view;

import java.util.List;

/** Images of saved guests: {@code guard scan --json}. */
public record SavedImagesView(List<SavedImageView> images) implements View {
  public SavedImagesView {
    images = List.copyOf(images);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.objects("images", images);
  }
}
