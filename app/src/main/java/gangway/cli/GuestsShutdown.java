package gangway.cli;

import gangway.Problem;
import gangway.guard.GuestRisk;
import gangway.operation.OperationListener;
import gangway.operation.ShutdownOperation;
import gangway.view.ReportOutcome;
import gangway.view.ResultView;
import gangway.xen.guest.Domain;
import java.util.Optional;

/** Prints what happens to the guests when their host shuts down. */
record GuestsShutdown(Console console, Report report) implements ShutdownOperation.Audience {
  @Override
  public OperationListener progress() {
    return report;
  }

  @Override
  public void withoutPolicies(Problem why) {
    report.note(why);
    console.complain(
        Style.YELLOW, "the policies cannot be read, so every guest at risk has the default policy");
  }

  @Override
  public void unclear(Domain guest, Problem why) {
    console.complain(
        Style.YELLOW, "it is not known whether %s was requested to shut down".formatted(guest));
    report.note(why);
  }

  @Override
  public void shuttingDown(GuestRisk guest) {
    report.event(
        "shutting-down",
        guest.domain().name(),
        Style.PLAIN,
        "  shutting down " + guest.domain() + ", which " + guest.risk());
  }

  @Override
  public void saved(Domain guest) {
    done(guest, guest + " is saved; 'gangway guard resume' restores it");
  }

  @Override
  public void unsaved(Domain guest, Problem why) {
    console.complain(Style.YELLOW, guest + " cannot be saved and is shut down instead");
    report.problem(guest.name(), why);
  }

  @Override
  public void down(Domain guest) {
    done(guest, guest + " is shut down");
  }

  @Override
  public void left(Domain guest, String why) {
    String runs = guest + " still runs: " + why;
    console.complain(Style.RED, runs);
    report.record(ResultView.of(ReportOutcome.FAILED, Optional.of(guest.name()), runs));
  }

  private void done(Domain guest, String message) {
    report.result(ReportOutcome.DONE, Optional.of(guest.name()), message);
  }
}
