package gangway.handover;

import gangway.Problem;
import gangway.boot.FileEdit;
import gangway.host.LibxlNote;
import gangway.machine.ActingMachine;
import gangway.machine.Command;
import gangway.machine.Result;
import gangway.pci.Address;
import gangway.request.Request.Manner;
import gangway.toolstack.Domains;
import gangway.toolstack.PirqModule;
import java.nio.file.Path;
import java.util.Optional;

/** One thing done to a machine. It is data: it can be shown, kept and done later. */
public sealed interface Act {

  /** Does it; throws a {@link Problem} if it did not go well. */
  void perform(ActingMachine machine);

  /** A value written to an attribute of the kernel's. */
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

  /** A file made what it is to be, if it is still what it was. */
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
            file + " was changed by someone else in the meantime",
            "see what changed it, then try again");
      }
      edit.after().ifPresentOrElse(text -> machine.replace(file, text), () -> machine.delete(file));
    }

    @Override
    public String toString() {
      String how =
          edit.after().isEmpty() ? "delete " : edit.before().isEmpty() ? "write " : "change ";
      return how + edit.file();
    }
  }

  /** Nothing done, but something seen to be so; what comes after would do harm where it is not. */
  record Assure(State state) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      if (!state.holds(machine)) {
        throw Problem.failed("it is not safe", "look again", "not so: " + state);
      }
    }

    @Override
    public String toString() {
      return "see that " + state;
    }
  }

  /** A command run; anything but exit code 0 is a problem. */
  record Run(Command command) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      mustBeOk(command, machine.run(command));
    }

    static void mustBeOk(Command command, Result result) {
      if (!result.ok()) {
        throw Problem.failed(
            "'" + command + "' failed with exit code " + result.exit(),
            "see its complaint above",
            result.complaint().toArray(String[]::new));
      }
    }

    @Override
    public String toString() {
      return "run " + command;
    }
  }

  /** A command run, whose complaint counts only where what it is for does not come. */
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

  /** A command run where something is not so yet. */
  record Unless(State state, Command command) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      if (!state.holds(machine)) {
        new Run(command).perform(machine);
      }
    }

    @Override
    public String toString() {
      return "unless %s, run %s".formatted(state, command);
    }
  }

  /** A file taken away, whatever is in it. */
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

  /** What a guest's kernel keeps of devices that are gone released, by the module in it. */
  record ReleaseLines(int domid) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      PirqModule.Sweep sweep =
          new PirqModule(domid)
              .sweep(machine.actingXenStore())
              .orElseThrow(() ->
                  Problem.failed(
                      "the module in its kernel does not answer",
                      "see in the guest whether gangway_pirq is loaded"));
      if (sweep.kept() > 0) {
        throw Problem.failed(
            "its kernel keeps interrupt lines of devices that are gone: " + sweep.kept(),
            "see the end of 'dmesg' in the guest");
      }
    }

    @Override
    public String toString() {
      return "ask the module in domain %d's kernel, in XenStore".formatted(domid);
    }
  }

  /** A guest asked to let go of a function, and waited for. */
  record AskToLetGo(int domid, Address function, Manner manner) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      new GuestTalk(machine, domid, function).letGo(manner);
    }

    @Override
    public String toString() {
      return "ask domain %d in XenStore to let go of %s%s"
          .formatted(
              domid,
              function,
              switch (manner) {
                case ORDERLY -> "";
                case FORCED -> ", and do it in its place if it does not answer";
              });
    }
  }

  /** A guest given again what it was asked for. */
  record LetKeep(int domid, Address function) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      new GuestTalk(machine, domid, function).keep();
    }

    @Override
    public String toString() {
      return "let domain %d keep %s, in XenStore".formatted(domid, function);
    }
  }

  /** libxl's note that a domain has a function, taken away where that domain is gone. */
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
              "it is about to go and does not", "see 'xl list'", "not so: " + gone);
        }
        new Run(Command.of("xenstore-rm", LibxlNote.domidNode(function))).perform(machine);
      }
    }

    @Override
    public String toString() {
      return "if domain %d is gone, take away xl's note that it has %s".formatted(domid, function);
    }
  }

  /** Nothing done, but seen that nothing in a guest loses its interrupt with a function. */
  record SpareLine(int domid, Address function) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      new InterruptLine(domid, function).mustBeSpare(machine);
    }

    @Override
    public String toString() {
      return "see that nothing else in domain %d needs the interrupt line of %s"
          .formatted(domid, function);
    }
  }

  /** The toolstack's command that takes what a guest has let go of, and is attended to. */
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

  /** A folder made, or given a mode; permissions as chmod has them. */
  record MakeFolder(Path folder, int mode) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      machine.makeFolder(folder, mode);
    }

    @Override
    public String toString() {
      return "create folder %s with mode %o".formatted(folder, mode);
    }
  }

  /** A file made that is not there yet, with its mode; permissions as chmod has them. */
  record Create(Path file, String text, int mode) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      machine.sweep(file);
      if (machine.exists(file)) {
        throw Problem.failed(
            file + " was created by another program in the meantime",
            "find out which program created it, then try again");
      }
      machine.replace(file, text, mode);
    }

    @Override
    public String toString() {
      return "write %s with mode %o".formatted(file, mode);
    }
  }

  /** A file given another name, in the place of the file that has it. */
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

  /** What a program has written to a file put on the disk. */
  record Sync(Path file) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      machine.sync(file);
    }

    @Override
    public String toString() {
      return "wait until %s is on disk".formatted(file);
    }
  }

  /** A folder deleted, if nothing is in it. */
  record DiscardEmpty(Path folder) implements Act {
    @Override
    public void perform(ActingMachine machine) {
      if (machine.list(folder).isEmpty()) {
        machine.delete(folder);
      }
    }

    @Override
    public String toString() {
      return "delete %s if nothing is in it".formatted(folder);
    }
  }
}
