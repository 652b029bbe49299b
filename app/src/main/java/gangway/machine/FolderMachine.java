package gangway.machine;

import gangway.xenstore.XenStore;
import java.nio.file.Path;
import java.util.Optional;

/** A machine whose files are below a folder; it has no commands and no XenStore. */
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
