package gangway.machine;

import gangway.Problem;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A path at which root is about to create, replace, rename or delete a file. In a folder of another
 * user, or one that another user may write to, the path could lead to any other file a moment
 * later.
 */
public record PlaceToWrite(Path file) {

  /**
   * Checks that only root can change to which file the path leads.
   *
   * @throws Problem of kind REFUSED if another user can
   */
  public void mustBeOfRoot(Machine machine) {
    refusal(machine)
        .ifPresent(why -> {
          throw why;
        });
  }

  /** The refusal, if a user other than root can change to which file the path leads. */
  public Optional<Problem> refusal(Machine machine) {
    return machine
        .otherWriters(file, Machine.StickyFolders.TRUSTED_IF_FILE_EXISTS)
        .map(why -> refusal(why, ""));
  }

  /**
   * The refusal to write there.
   *
   * @param why which folder or file on the way another user can change
   * @param where the end of the sentence: {@code " on HOST"}, or empty for this host
   */
  public Problem refusal(String why, String where) {
    return Problem.refused(
        "users other than root can change or replace '%s'%s, so Gangway does not write there"
            .formatted(file, where),
        "use a file in a folder that only root can write to; or run 'chown root' and 'chmod go-w'"
            + " on what is named, but not on a shared folder such as /tmp",
        why);
  }
}
