package gangway.view;

import gangway.guard.LibvirtFile;
import gangway.guard.ToolGuard;
import java.nio.file.Path;

/**
 * A file of the guard that libvirt or polkit reads.
 *
 * @param effective whether libvirt's configuration uses the file
 */
public record LibvirtFileView(Path file, ToolGuard.Status status, boolean effective)
    implements View {

  static LibvirtFileView of(LibvirtFile file) {
    return new LibvirtFileView(file.kind().file(), file.status(), file.effective());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("file", file);
    json.text(
        "status",
        switch (status) {
          case GUARDED -> "installed";
          case UNGUARDED -> "missing";
          case OUTDATED, UNSUPPORTED -> Words.of(status);
        });
    json.flag("effective", effective);
  }
}
