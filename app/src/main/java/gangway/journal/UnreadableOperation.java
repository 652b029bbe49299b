package gangway.journal;

import gangway.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * An operation in the journal that this version of Gangway cannot read: a newer version wrote it,
 * or its file is damaged. What it changes, or changed, is unknown.
 *
 * @param id the name of its folder
 * @param open whether the operation has not ended
 * @param version the version of Gangway that wrote it, if that can be read
 * @param damaged whether the first line of its file is damaged
 * @param reason what could not be read
 */
public record UnreadableOperation(
    String id, boolean open, Optional<String> version, boolean damaged, String reason) {

  /** The folder of the operation. */
  public Path folder() {
    return (open ? Journal.RUNNING : Journal.HISTORY).resolve(id);
  }

  /** The time in its id; empty if the id has another form. */
  public Optional<Instant> begun() {
    return OperationId.begun(id);
  }

  /** What wrote it: {@code gangway 0.7.0}. */
  public String writer() {
    return "gangway "
        + version.orElse(OperationFile.UNKNOWN_VERSION)
        + (damaged ? " (its first line is damaged)" : "");
  }

  /** What to do, as a text. */
  public String remedy() {
    return open
        ? "run 'gangway recover' with the version of Gangway that wrote it; if no version can read"
            + " it, check the host with 'gangway devices' and 'gangway doctor', then move the"
            + " folder "
            + folder()
            + " to another place"
        : "run 'gangway history' with the version of Gangway that wrote it; the operation has"
            + " ended, so it blocks nothing";
  }

  /** The reason why no other operation may begin while this one is open. */
  public Problem problem() {
    return Problem.refused(
        "the open operation %s in the journal cannot be read, so what it changes is unknown"
            .formatted(id),
        remedy(),
        "written by " + writer(),
        reason);
  }
}
