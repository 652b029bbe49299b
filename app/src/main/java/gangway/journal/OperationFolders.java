package gangway.journal;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folders of operations on a machine, for creating and deleting them. */
record OperationFolders(WritableMachine machine) {
  /** How many operations the history keeps; each takes some kilobytes. */
  private static final int MAX_KEPT = 500;

  /** Every user can see that there are operations. */
  static final int FOLDER_MODE = 0755;

  /** Only root can see what an operation does: commands, plans and files can contain passwords. */
  static final int OPERATION_MODE = 0700;

  /**
   * Makes the folders, which only root can change.
   *
   * @throws Problem of kind REFUSED if a link leads to a folder that another user can change: root
   *     performs the plans that are in the journal
   */
  void make() {
    Stream.of(Journal.FOLDER, Journal.RUNNING)
        .forEach(folder -> machine.makeFolder(folder, FOLDER_MODE));
    machine
        .otherWriters(Journal.RUNNING, Machine.StickyFolders.DISTRUSTED)
        .ifPresent(why -> {
          throw Problem.refused(
              "a user other than root can change the journal",
              "make %s a folder that only root can change, then run the command again"
                  .formatted(Journal.RUNNING),
              why);
        });
  }

  /** Two operations of one process can begin in the same millisecond. */
  String freeId(String wanted) {
    String id = wanted;
    for (int i = 2; isTaken(id); i++) {
      id = wanted + "-" + i;
    }
    return id;
  }

  private boolean isTaken(String id) {
    return machine.exists(Journal.RUNNING.resolve(id))
        || machine.exists(Journal.HISTORY.resolve(id));
  }

  /**
   * Deletes the folders of operations that were killed before they had a header: those that
   * certainly have no {@code run.jsonl}.
   */
  void discardUnborn() {
    for (String id : machine.list(Journal.RUNNING)) {
      Path folder = Journal.RUNNING.resolve(id);
      if (OperationId.is(id) && !machine.exists(folder.resolve(Journal.RUN))) {
        machine.sweep(folder.resolve(Journal.RUN));
        discard(folder);
      }
    }
  }

  /**
   * Makes what earlier versions left to the umask private. The modes of files in a folder that only
   * root can enter do not matter.
   */
  void restrict() {
    try {
      machine.restrict(Journal.HISTORY, OPERATION_MODE);
      machine.list(Journal.RUNNING).stream()
          .filter(OperationId::is)
          .forEach(id -> machine.restrict(Journal.RUNNING.resolve(id), OPERATION_MODE));
    } catch (Problem unreadable) {
      // a new operation does not depend on the modes of earlier ones
    }
  }

  /** Deletes the operations that ended first; never the one that has just ended. */
  void prune(String justEnded) {
    try {
      List<String> kept = machine.list(Journal.HISTORY);
      Instant now = machine.clock().now();
      Map<String, Instant> ends = new HashMap<>();
      if (kept.size() > MAX_KEPT) {
        kept.forEach(id -> ends.put(id, end(id, now)));
      }
      kept.stream()
          .filter(id -> OperationId.is(id) && !id.equals(justEnded))
          .sorted((a, b) -> ends.getOrDefault(a, now).compareTo(ends.getOrDefault(b, now)))
          .limit(Math.max(0, kept.size() - MAX_KEPT))
          .forEach(id -> discard(Journal.HISTORY.resolve(id)));
    } catch (Problem unwritable) {
      // the operation has ended; the history is longer than it should be until the next one ends
    }
  }

  /**
   * When an operation ended: the last change of its file. A time in the future is of a clock that
   * was ahead, so the operation is older than all others.
   */
  private Instant end(String id, Instant now) {
    return machine
        .modified(Journal.HISTORY.resolve(id).resolve(Journal.RUN))
        .filter(end -> !end.isAfter(now))
        .orElse(Instant.MIN);
  }

  /** Deletes the folder of an operation. */
  void discard(Path run) {
    Path files = run.resolve(Journal.FILES);
    // run.jsonl first: a folder without it is not an operation
    Stream.of(
            Stream.of(Journal.RUN, Journal.PLAN, OperationWriter.RESERVE).map(run::resolve),
            machine.list(files).stream().map(files::resolve),
            Stream.of(files, run))
        .flatMap(paths -> paths)
        .forEach(machine::delete);
  }
}
