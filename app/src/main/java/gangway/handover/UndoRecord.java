package gangway.handover;

import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.journal.OperationWriter;
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
record UndoRecord(Optional<Request> request, List<PciAddress> hidden, Plan plan) {
  static UndoRecord of(Inventory inventory, Request request, Plan plan) {
    return new UndoRecord(
        Optional.of(request),
        request.functions().stream().filter(f -> hidden(inventory, f)).toList(),
        plan);
  }

  static UndoRecord chore(Plan plan) {
    return new UndoRecord(Optional.empty(), List.of(), plan);
  }

  /** Whether a function is bound to pciback. */
  static boolean hidden(Inventory inventory, PciAddress function) {
    return inventory.at(function).filter(HostFunction::hiddenNow).isPresent();
  }

  /**
   * Writes the record to the journal, with copies of the files that the plan changes.
   *
   * @throws gangway.Problem of kind REFUSED if the disk is full; the operation is then deleted
   */
  void recordIn(OperationWriter run) {
    SequencedMap<Path, String> files = new LinkedHashMap<>();
    plan.steps().stream()
        .flatMap(Step::edits)
        .forEach(edit -> edit.before().ifPresent(text -> files.put(edit.file(), text)));
    run.plan(plan.steps().stream().map(Step::says).toList(), text(), files);
  }

  String text() {
    return PlanFormat.text(this);
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException if the text is not such a record
   */
  static UndoRecord parse(String text) {
    return PlanFormat.parse(text, UndoRecord.class);
  }
}
