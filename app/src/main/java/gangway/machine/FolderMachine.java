package gangway.machine;

import gangway.xenstore.XenStore;
import java.nio.file.Path;
import java.util.Optional;

/** A machine whose files lie below a folder; no command can be asked of it, nor XenStore. */
public class FolderMachine extends FileMachine {
  public FolderMachine(Path folder) {
    super(folder);
  }

  @Override
  public Optional<Result> ask(Command command) {
    return Optional.empty();
  }

  @Override
  public Optional<XenStore> xenStore() {
    return Optional.empty();
  }

  @Override
  public boolean root() {
    return true;
  }
}
