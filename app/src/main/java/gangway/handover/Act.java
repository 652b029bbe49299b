package gangway.handover;

import gangway.Problem;
import gangway.boot.FileEdit;
import gangway.host.LibxlNote;
import gangway.machine.ActingMachine;
import gangway.machine.Command;
import gangway.machine.Result;
import gangway.pci.Address;
import gangway.request.Request.Manner;
import gangway.xen.guest.Domains;
import gangway.xen.guest.PirqModule;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One action on a machine. An action is data: it can be printed, written to the journal and
 * performed later.
 */
public sealed interface Act {

  /**
   * Performs the action.
   *
   * @throws Problem of kind FAILED if the action fails
   */
  void perform(ActingMachine machine);

  /** Writes a value to a kernel attribute, such as a file in sysfs. */
  record Write(Path file, String value) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      machine.write(file, value);
    }

    @Override
    public String toString() {
      return "write " + value + " to " + file;
    }
  }

  /** Replaces, writes or deletes a file, if nobody else changed it since the plan was made. */
  record Replace(FileEdit edit) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      Path file = edit.file();
      machine.sweep(file);
      Optional<String> now = machine.exact(file);
      if (now.equals(edit.after())) {
        return;
      }
      if (!now.equals(edit.before())) {
        throw Problem.failed(
            file + " was changed by another program in the meantime",
            "check what changed the file, then run the command again");
      }
      edit.after().ifPresentOrElse(text -> machine.replace(file, text), () -> machine.delete(file));
    }

    @Override
    public String toString() {
      String how =
          edit.after().isEmpty() ? "delete " : edit.before().isEmpty() ? "write " : "edit ";
      return how + edit.file();
    }
  }

  /** Checks a precondition: without it, the next action would do harm. Changes nothing. */
  record Assure(State state) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      if (!state.holds(machine)) {
        throw Problem.failed(
            "precondition no longer met: " + state,
            "the host changed in the meantime, run the command again");
      }
    }

    @Override
    public String toString() {
      return "check that " + state;
    }
  }

  /** Runs a command; every exit code except 0 is a failure. */
  record Run(Command command) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      mustBeOk(command, machine.run(command));
    }

    static void mustBeOk(Command command, Result result) {
      if (!result.ok()) {
        throw Problem.failed(
            "'" + command + "' failed with exit code " + result.exit(),
            "see its error output above",
            result.complaint().toArray(String[]::new));
      }
    }

    @Override
    public String toString() {
      return "run " + command;
    }
  }

  /** Runs a command; its exit code counts only if the expected condition is not met. */
  record Attempt(Command command, State hoped) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      Result result = machine.run(command);
      if (!result.ok() && !hoped.comes(machine)) {
        Run.mustBeOk(command, result);
      }
    }

    @Override
    public String toString() {
      return "run " + command;
    }
  }

  /** Runs a command unless a condition is already met. */
  record Unless(State state, Command command) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      if (!state.holds(machine)) {
        new Run(command).perform(machine);
      }
    }

    @Override
    public String toString() {
      return "run %s, unless %s".formatted(command, state);
    }
  }

  /** Deletes a file, with any content. */
  record Discard(Path file) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      machine.delete(file);
    }

    @Override
    public String toString() {
      return "delete " + file;
    }
  }

  /** Requests the kernel module in a guest to release the interrupt lines of removed devices. */
  record ReleaseLines(int domid) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      PirqModule.Sweep sweep =
          new PirqModule(domid)
              .sweep(machine.actingXenStore())
              .orElseThrow(() ->
                  Problem.failed(
                      "the kernel module in the guest does not answer",
                      "check in the guest whether gangway_pirq is loaded"));
      if (sweep.kept() > 0) {
        throw Problem.failed(
            "the guest's kernel still holds interrupt lines of removed devices: " + sweep.kept(),
            "see the last lines of 'dmesg' in the guest");
      }
    }

    @Override
    public String toString() {
      return "request the kernel module in domain %d, through XenStore, to release interrupt lines"
          .formatted(domid);
    }
  }

  /** Requests a guest to release a function, and waits until the guest has released it. */
  record AskToLetGo(int domid, Address function, Manner manner) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      new GuestTalk(machine, domid, function).letGo(manner);
    }

    @Override
    public String toString() {
      return "request domain %d through XenStore to release %s%s"
          .formatted(
              domid,
              function,
              switch (manner) {
                case ORDERLY -> "";
                case FORCED -> "; if the domain does not answer, answer in its place";
              });
    }
  }

  /** Cancels the request to release a function: the guest keeps it or gets it back. */
  record LetKeep(int domid, Address function) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      new GuestTalk(machine, domid, function).keep();
    }

    @Override
    public String toString() {
      return "cancel in XenStore the request to domain %d to release %s".formatted(domid, function);
    }
  }

  /** Removes libxl's record that a domain has a function, if that domain no longer exists. */
  record ForgetGone(int domid, Address function) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      boolean noted =
          machine
              .xenStore()
              .filter(store -> LibxlNote.assigned(store, function, domid))
              .isPresent();
      if (noted && !Domains.runs(machine.actingXenStore(), domid)) {
        State gone = new State.DomainGone(domid);
        if (!gone.comes(machine)) {
          throw Problem.failed(
              "domain %d is shutting down, but still exists".formatted(domid),
              "see 'xl list'",
              "not met: " + gone);
        }
        new Run(Command.of("xenstore-rm", LibxlNote.domidNode(function))).perform(machine);
      }
    }

    @Override
    public String toString() {
      return "if domain %d no longer exists, remove libxl's record that it has %s"
          .formatted(domid, function);
    }
  }

  /**
   * Checks that no other function of a guest would lose its interrupt with a function. Changes
   * nothing.
   */
  record SpareLine(int domid, Address function) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      new InterruptLine(domid, function).mustBeSpare(machine);
    }

    @Override
    public String toString() {
      return "check that no other function of domain %d uses the interrupt line of %s"
          .formatted(domid, function);
    }
  }

  /** Runs the toolstack's command that detaches a function which the guest has released. */
  record Pull(int domid, Address function, Command command) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      new GuestTalk(machine, domid, function).pull(command);
    }

    @Override
    public String toString() {
      return "run " + command;
    }
  }

  /**
   * Creates a folder with a mode, or sets the mode of an existing folder; the mode is that of
   * chmod(1).
   */
  record MakeFolder(Path folder, int mode) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      machine.makeFolder(folder, mode);
    }

    @Override
    public String toString() {
      return "create the folder %s with mode %o".formatted(folder, mode);
    }
  }

  /** Creates a file that does not exist yet, with a mode; the mode is that of chmod(1). */
  record Create(Path file, String text, int mode) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      machine.sweep(file);
      if (machine.exists(file)) {
        throw Problem.failed(
            file + " was created by another program in the meantime",
            "check what created the file, then run the command again");
      }
      machine.replace(file, text, mode);
    }

    @Override
    public String toString() {
      return "write %s with mode %o".formatted(file, mode);
    }
  }

  /** Renames a file; a file that already has the new name is replaced. */
  record Move(Path from, Path to) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      machine.move(from, to);
    }

    @Override
    public String toString() {
      return "rename %s to %s".formatted(from, to);
    }
  }

  /** Flushes to the disk what a program has written to a file (fsync(2)). */
  record Sync(Path file) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      machine.sync(file);
    }

    @Override
    public String toString() {
      return "flush %s to the disk".formatted(file);
    }
  }

  /** Deletes a folder if the folder is empty. */
  record DiscardEmpty(Path folder) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      if (machine.list(folder).isEmpty()) {
        machine.delete(folder);
      }
    }

    @Override
    public String toString() {
      return "delete the folder %s if it is empty".formatted(folder);
    }
  }
}
