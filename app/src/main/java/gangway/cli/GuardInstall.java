package gangway.cli;

import gangway.Problem;
import gangway.guard.Lock;
import gangway.guard.Locks;
import gangway.guard.Refusals;
import gangway.handover.Chore;
import gangway.journal.Author;
import gangway.machine.ActingMachine;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guard install}: makes Xen's tools ask Gangway first. */
final class GuardInstall implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            "install",
            "Make Xen's tools ask gangway before they save, migrate or restore a guest.");
    return Options.examples(spec, "gangway guard install");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    ActingMachine machine = session.actingMachine();
    if (!machine.exists(Launcher.path())) {
      throw Problem.refused(
          "the program that Xen's tools would ask does not exist",
          "run 'guard install' with the gangway from the installed archive",
          "not found: " + Launcher.path());
    }
    Locks locks = Locks.read(machine, Launcher.path());
    if (locks.all().isEmpty()) {
      throw Problem.refused(
          "there is nothing to guard: Xen's tools are not installed",
          "install them (package xen-utils) first");
    }
    if (locks.all().stream().allMatch(lock -> lock.standing() == Lock.Standing.WITHOUT)) {
      throw Problem.refused(
          "the guard does not support this host",
          "run 'gangway guard status' before you save or migrate a guest",
          "there is no dpkg-divert: an update of the tools' package would overwrite the wrapper"
              + " scripts");
    }
    return perform(
        locks.install(),
        machine,
        session.console(),
        "Xen's tools ask Gangway before a guest is saved, migrated or restored");
  }

  /** Performs the plan, if there is something to do. */
  static ExitCode perform(
      Optional<Chore> chore, ActingMachine machine, Console console, String done) {
    if (chore.isEmpty()) {
      console.line("already so: " + done);
      return ExitCode.DONE;
    }
    Refusals.forget(machine);
    chore.get().perform(machine, Author.present(machine), new Printing(console));
    console.line(Style.GREEN, "done: " + done);
    return ExitCode.DONE;
  }
}
