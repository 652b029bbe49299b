package gangway.cli;

import gangway.Problem;
import gangway.guard.GuestRisk;
import gangway.operation.OperationListener;
import gangway.operation.ShutdownOperation;
import gangway.xen.guest.Domain;

/** Prints what happens to the guests when their host shuts down. */
record GuestsShutdown(Console console) implements ShutdownOperation.Audience {
  @Override
  public OperationListener progress() {
    return new ConsoleProgress(console);
  }

  @Override
  public void shuttingDown(GuestRisk guest) {
    console.line("  shutting down " + guest.domain() + ", which " + guest.risk());
    console.flush();
  }

  @Override
  public void saved(Domain guest) {
    console.line(Style.GREEN, "done: " + guest + " is saved; 'gangway guard resume' restores it");
  }

  @Override
  public void unsaved(Domain guest, Problem why) {
    console.complain(Style.YELLOW, guest + " cannot be saved and is shut down instead");
    console.report(why);
  }

  @Override
  public void down(Domain guest) {
    console.line(Style.GREEN, "done: " + guest + " is shut down");
  }

  @Override
  public void left(Domain guest, String why) {
    console.complain(Style.RED, guest + " still runs: " + why);
  }
}
