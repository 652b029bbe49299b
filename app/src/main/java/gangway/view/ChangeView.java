package gangway.view;

import gangway.host.OperationInProgress;

/**
 * The operation that changes a function.
 *
 * @param command the command line after {@code gangway}
 * @param interrupted whether the operation waits for {@code gangway recover}; otherwise it is in
 *     progress
 */
public record ChangeView(String id, String command, int pid, boolean interrupted) implements View {

  static ChangeView of(OperationInProgress operation) {
    return new ChangeView(
        operation.run().id(),
        operation.run().command(),
        operation.run().author().pid(),
        !operation.alive());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("id", id);
    json.text("command", command);
    json.number("pid", pid);
    json.flag("interrupted", interrupted);
  }
}
