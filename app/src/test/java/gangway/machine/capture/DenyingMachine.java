package gangway.machine.capture;

import gangway.Problem;
import gangway.machine.Command;
import gangway.machine.FileMachine;
import gangway.machine.Result;
import gangway.xenstore.XenStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A machine that refuses every query. */
final class DenyingMachine extends FileMachine {
  DenyingMachine() {
    super(Path.of("/nowhere"));
  }

  private static Problem noEntry() {
    return Problem.refused("no entry", "stay away");
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    throw noEntry();
  }

  @Override
  public List<String> list(Path folder) {
    throw noEntry();
  }

  @Override
  public Optional<Result> ask(Command command) {
    throw noEntry();
  }

  @Override
  public Optional<XenStore> xenStore() {
    throw noEntry();
  }

  @Override
  public boolean root() {
    return false;
  }
}
