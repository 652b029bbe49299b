package gangway.journal;

import gangway.Problem;
import java.nio.file.Path;

/**
 * An operation in the journal that this version of Gangway cannot read: a newer version wrote it,
 * or its file is damaged. What it changes is unknown.
 *
 * @param id the name of its folder
 * @param version the version of Gangway that wrote it, or "of unknown version"
 * @param reason what could not be read
 */
public record UnreadableOperation(String id, String version, String reason) {

  /** The folder of the operation while the operation is open. */
  public Path folder() {
    return Journal.RUNNING.resolve(id);
  }

  /** The reason why no other operation may begin while this one is open. */
  public Problem problem() {
    return Problem.refused(
        "the open operation %s in the journal cannot be read, so what it changes is unknown"
            .formatted(id),
        "run 'gangway recover' with the version of Gangway that wrote it; if no version can read"
            + " it, check the host with 'gangway devices' and 'gangway doctor', then move the"
            + " folder "
            + folder()
            + " to another place",
        "written by gangway " + version,
        reason);
  }
}
