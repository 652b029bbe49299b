package gangway.cli;

import gangway.Problem;
import gangway.config.Configuration;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.host.OperationsInProgress;
import gangway.journal.Journal;
import gangway.machine.Machine;
import gangway.machine.capture.RecordingMachine;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import gangway.pci.PciIds;
import gangway.xen.guest.GuestViews;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads through a recording machine everything that commands read before they act.
 *
 * @param functions the number of the machine's functions
 * @param unanswered what could not be read; commands get the same errors on the capture
 */
record Exploration(int functions, List<Problem> unanswered) {
  Exploration {
    unanswered = List.copyOf(unanswered);
  }

  static Exploration of(Machine machine, RecordingMachine recorder) {
    List<PciFunction> functions = new PciBus(recorder).functions().stream().toList();
    List<Problem> unanswered = new ArrayList<>();
    // host() reads everything down to each function's registers; the rest is read by commands
    // themselves, or by the checks of some requests only
    attempt(unanswered, () -> observe(recorder));
    attempt(unanswered, recorder::sshConnection);
    attempt(unanswered, recorder::openDevices);
    attempt(unanswered, () -> Configuration.text(recorder));
    attempt(unanswered, () -> OperationsInProgress.read(recorder));
    attempt(unanswered, () -> new Journal(recorder).closed());
    attempt(
        unanswered,
        () ->
            PciIds.excerpt(machine, functions.stream())
                .ifPresent(ids -> recorder.excerpt(ids.file(), ids.text())));
    return new Exploration(functions.size(), List.copyOf(unanswered));
  }

  private static void observe(Machine machine) {
    Observer observer = new Observer(machine);
    HostSnapshot host = observer.host();
    observer.traces(host.inventory());
    observer.missingModules(host);
    GuestViews.read(machine, host.inventory().domains());
  }

  private static void attempt(List<Problem> unanswered, Runnable question) {
    try {
      question.run();
    } catch (Problem problem) {
      unanswered.add(problem);
    }
  }
}
