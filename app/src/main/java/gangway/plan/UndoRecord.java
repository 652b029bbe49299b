package gangway.plan;

import gangway.boot.FileEdit;
import gangway.journal.OperationWriter;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The record of a plan from which another process can undo it, also after a reboot.
 *
 * @param request the request of the plan; empty for a plan without a request
 * @param hidden the functions of all requests that were bound to pciback before
 * @param plan the steps; of an operation of several requests, those of the requests that were
 *     planned so far
 * @param following the requests that the same operation performs after the first one: each is
 *     planned when the requests before it are done. Empty for an operation of one request or none
 */
public record UndoRecord(
    Optional<Request> request,
    List<PciAddress> hidden,
    Plan plan,
    Optional<List<Request>> following) {
  public UndoRecord {
    hidden = List.copyOf(hidden);
    following = following.map(List::copyOf);
  }

  /** The record of a plan for at most one request. */
  public UndoRecord(Optional<Request> request, List<PciAddress> hidden, Plan plan) {
    this(request, hidden, plan, Optional.empty());
  }

  /** The record of a plan without a request. */
  public static UndoRecord of(Plan plan) {
    return new UndoRecord(Optional.empty(), List.of(), plan);
  }

  /** All requests of the operation, in their order. */
  public List<Request> requests() {
    return Stream.concat(request.stream(), following.stream().flatMap(List::stream)).toList();
  }

  /** The record with more steps, for the next request of the same operation. */
  public UndoRecord with(Plan next) {
    return new UndoRecord(
        request,
        hidden,
        new Plan(Stream.concat(plan.steps().stream(), next.steps().stream()).toList()),
        following);
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

  /**
   * Replaces a record in the journal by this one, which has the same steps and more.
   *
   * @throws gangway.Problem if the disk is full, or if a user other than root can change to which
   *     file a path of the plan leads; the operation and its steps so far stay in the journal
   */
  public void replaceIn(OperationWriter operation, PlanFormat format, UndoRecord former) {
    SequencedMap<Path, String> files = changed(operation.machine());
    former.edits().forEach(edit -> files.remove(edit.file()));
    operation.extendPlan(plan.all().stream().map(Step::says).toList(), format.text(this), files);
  }

  /** The files that the plan changes, with their texts before the first change. */
  private SequencedMap<Path, String> changed(Machine machine) {
    plan.mustWriteSafely(machine);
    SequencedMap<Path, String> files = new LinkedHashMap<>();
    Set<Path> seen = new HashSet<>();
    edits()
        .filter(edit -> seen.add(edit.file()))
        .forEach(edit -> edit.before().ifPresent(text -> files.put(edit.file(), text)));
    return files;
  }

  private Stream<FileEdit> edits() {
    return plan.all().stream().flatMap(Step::edits);
  }
}
