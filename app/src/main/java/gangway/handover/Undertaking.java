package gangway.handover;

import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.journal.RunWriter;
import gangway.pci.Address;
import gangway.request.Request;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * All that is to be known of a plan to undo what was done of it, also in another process, also
 * after a reboot.
 *
 * @param request what it was made for; nothing if it is about no hand-over
 * @param hidden those of the request's functions that pciback held before
 */
record Undertaking(Optional<Request> request, List<Address> hidden, Plan plan) {
  static Undertaking of(Inventory inventory, Request request, Plan plan) {
    return new Undertaking(
        Optional.of(request),
        request.functions().stream().filter(f -> hidden(inventory, f)).toList(),
        plan);
  }

  static Undertaking chore(Plan plan) {
    return new Undertaking(Optional.empty(), List.of(), plan);
  }

  /** Whether pciback holds a function. */
  static boolean hidden(Inventory inventory, Address function) {
    return inventory.at(function).filter(HostFunction::hiddenNow).isPresent();
  }

  /**
   * Keeps it, and the files it changes as they are before.
   *
   * @throws gangway.Problem of kind REFUSED if there is no room for that; nothing is kept then
   */
  void recordIn(RunWriter run) {
    SequencedMap<Path, String> files = new LinkedHashMap<>();
    plan.steps().stream()
        .flatMap(Step::edits)
        .forEach(edit -> edit.before().ifPresent(text -> files.put(edit.file(), text)));
    run.plan(plan.steps().stream().map(Step::says).toList(), text(), files);
  }

  String text() {
    return PlanFormat.text(this);
  }

  /** Reads {@link #text}; an {@link IllegalArgumentException} if it is none. */
  static Undertaking parse(String text) {
    return PlanFormat.parse(text, Undertaking.class);
  }
}
