package gangway.plan;

import gangway.journal.OperationWriter;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The record of a plan from which another process can undo it, also after a reboot.
 *
 * @param request the request of the plan; empty for a plan without a request
 * @param hidden the functions of the request that were bound to pciback before
 */
public record UndoRecord(Optional<Request> request, List<PciAddress> hidden, Plan plan) {
  public UndoRecord {
    hidden = List.copyOf(hidden);
  }

  /** The record of a plan without a request. */
  public static UndoRecord of(Plan plan) {
    return new UndoRecord(Optional.empty(), List.of(), plan);
  }

  /**
   * Writes the record to the journal, with copies of the files that the plan changes.
   *
   * @throws gangway.Problem of kind REFUSED if the disk is full, or if a user other than root can
   *     change to which file a path of the plan leads; the operation is then deleted
   */
  public void recordIn(OperationWriter operation, PlanFormat format) {
    SequencedMap<Path, String> files = operation.found(this::changed);
    operation.plan(plan.all().stream().map(Step::says).toList(), format.text(this), files);
  }

  /** The files that the plan changes, with their texts. */
  private SequencedMap<Path, String> changed(Machine machine) {
    plan.mustWriteSafely(machine);
    SequencedMap<Path, String> files = new LinkedHashMap<>();
    plan.all().stream()
        .flatMap(Step::edits)
        .forEach(edit -> edit.before().ifPresent(text -> files.put(edit.file(), text)));
    return files;
  }
}
