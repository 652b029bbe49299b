package gangway.view;

import gangway.host.OperationInProgress;
import gangway.journal.Operation;

/**
 * The operation that changes a function.
 *
 * @param command the command line after {@code gangway}; for {@link Audience#EVERYONE} only its
 *     first word
 * @param interrupted whether the operation waits for {@code gangway recover}; otherwise it is in
 *     progress
 */
public record ChangeView(String id, String command, int pid, boolean interrupted) implements View {

  static ChangeView of(OperationInProgress operation, Audience audience) {
    return new ChangeView(
        operation.run().id(),
        command(operation.run(), audience),
        operation.run().author().pid(),
        !operation.alive());
  }

  private static String command(Operation run, Audience audience) {
    return switch (audience) {
      case ROOT -> run.command();
      case EVERYONE -> run.header().words().stream().findFirst().orElse("");
    };
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("id", id);
    json.text("command", command);
    json.number("pid", pid);
    json.flag("interrupted", interrupted);
  }
}
