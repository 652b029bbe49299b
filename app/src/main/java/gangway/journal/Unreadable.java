package gangway.journal;

import gangway.Problem;
import java.nio.file.Path;

/**
 * An operation in the journal that this version of Gangway cannot read: a newer version wrote it,
 * or its file is damaged. Nothing is known of what it changes.
 *
 * @param id the name of its folder
 * @param version the version of Gangway that wrote it, or that it is not known
 * @param reason what could not be read
 */
public record Unreadable(String id, String version, String reason) {

  /** Its folder, while it is open. */
  public Path folder() {
    return Journal.RUNNING.resolve(id);
  }

  /** Why nothing else may be changed while the operation is open. */
  public Problem problem() {
    return Problem.refused(
        "the open operation %s in the journal cannot be read, so what it changes is not known"
            .formatted(id),
        "run 'gangway recover' of the version that wrote it; if no version can read it, look at the"
            + " host with 'gangway devices' and 'gangway doctor', then move "
            + folder()
            + " away",
        "written by gangway " + version,
        reason);
  }
}
