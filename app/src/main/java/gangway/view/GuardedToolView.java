package gangway.view;

import gangway.guard.ToolGuard;
import java.nio.file.Path;

/** A tool that can save, migrate or restore a guest, and the state of its guard. */
public record GuardedToolView(Path path, ToolGuard.Status status) implements View {

  static GuardedToolView of(ToolGuard guard) {
    return new GuardedToolView(guard.tool(), guard.status());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("path", path);
    json.text("status", Words.of(status));
  }
}
