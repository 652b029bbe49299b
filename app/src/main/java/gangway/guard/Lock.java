package gangway.guard;

import java.nio.file.Path;

/**
 * A tool of Xen's that can save, migrate or restore a guest, and what stands before it.
 *
 * <p>See docs/decisions/0019-guard-libxl-save-helper.md.
 *
 * @param text what stands in its place now, where that is a front
 */
public record Lock(Path tool, Front front, Standing standing, String text) {

  /** How it is with the tool. */
  public enum Standing {
    /** Nothing stands before it. */
    OPEN,
    /** The front of this Gangway does. */
    LOCKED,
    /** The front of another version of Gangway does, or of one at another place. */
    OUTDATED,
    /** There is no lock for it on this host. */
    WITHOUT
  }

  /** What is to be known of it. */
  @Override
  public String toString() {
    return switch (standing) {
      case LOCKED -> tool + ": " + front.keeps();
      case OUTDATED -> tool + " has the front of another Gangway: " + front.keeps();
      case OPEN -> tool + " can be used unasked: " + front.keeps();
      case WITHOUT -> tool + " can be used unasked, and has no lock here: " + front.keeps();
    };
  }
}
