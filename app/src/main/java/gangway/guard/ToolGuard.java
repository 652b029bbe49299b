package gangway.guard;

import java.nio.file.Path;

/**
 * A tool of Xen's that can save, migrate or restore a guest, and the state of its guard.
 *
 * <p>See docs/decisions/0019-guard-libxl-save-helper.md.
 *
 * @param text the wrapper script that is in the tool's place, or empty
 */
public record ToolGuard(Path tool, ToolWrapper wrapper, Status status, String text) {

  /** State of the guard at the tool. */
  public enum Status {
    /** The tool has no guard. */
    UNGUARDED,
    /** The wrapper script of this Gangway is installed. */
    GUARDED,
    /** The wrapper script of another version of Gangway is installed, or of one at another path. */
    OUTDATED,
    /** The tool cannot be guarded on this host. */
    UNSUPPORTED
  }

  /** State and effect, for the administrator. */
  @Override
  public String toString() {
    return switch (status) {
      case GUARDED -> tool + ": " + wrapper.keeps();
      case OUTDATED -> tool + " has the wrapper script of another Gangway: " + wrapper.keeps();
      case UNGUARDED -> tool + ": " + wrapper.keeps();
      case UNSUPPORTED -> tool + " cannot be guarded on this host: " + wrapper.keeps();
    };
  }
}
