package gangway.operation;

import gangway.Problem;
import gangway.journal.Journal;
import gangway.journal.Operation;
import java.util.List;
import java.util.stream.Stream;

/**
 * The problem that the journal has no space for the recovery of an operation: nothing was done, and
 * the operation stays open.
 *
 * @param why why the journal could not be written
 */
record UnwritableJournal(Operation operation, Problem why) {
  /** The host is as it was before the operation. */
  Problem afterUndo() {
    return Problem.failed(
        ("the host is as it was before %s: all steps of the operation are undone; only the journal"
                + " cannot record this")
            .formatted(command()),
        remedy(),
        evidence().toArray(String[]::new));
  }

  /** The host is as the operation planned. */
  Problem afterCompletion() {
    return Problem.failed(
        "%s is complete: all its steps are done; only the journal cannot record this"
            .formatted(command()),
        remedy(),
        evidence().toArray(String[]::new));
  }

  /**
   * The host may be changed in part.
   *
   * @param doubts what is not certain, one line each
   */
  Problem inDoubt(List<String> doubts) {
    return Problem.inconsistent(
        "the journal cannot be written, so 'gangway recover' changed nothing; it is not certain that"
            + " everything of %s is undone".formatted(command()),
        remedy(),
        Stream.concat(evidence(), doubts.stream()).toList());
  }

  private String command() {
    return "'gangway %s'".formatted(operation.command());
  }

  private static String remedy() {
    return "free space in the file system of %s, then run 'gangway recover' again"
        .formatted(Journal.FOLDER);
  }

  private Stream<String> evidence() {
    return Stream.concat(
        Stream.of("cannot be written: " + Journal.file(operation)), why.lines().stream());
  }

  /** The same without a statement about the host, which the operator keeps as it is. */
  Problem asItIs() {
    return Problem.failed(
        "the journal cannot be written, so %s stays open; the host is unchanged"
            .formatted(command()),
        "free space in the file system of %s, then run 'gangway recover --as-is' again"
            .formatted(Journal.FOLDER),
        evidence().toArray(String[]::new));
  }
}
