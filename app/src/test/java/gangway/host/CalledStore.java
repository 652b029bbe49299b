package gangway.host;

import gangway.host.CallFault.Call;
import gangway.xenstore.XenStoreView;
import java.util.List;
import java.util.Optional;

/** A XenStore of which each read is a call of the program. */
record CalledStore(XenStoreView store, Calls calls) implements XenStoreView {
  @Override
  public Optional<String> read(String path) {
    return calls.make(Call.STORE_READ, "read " + path, () -> store.read(path));
  }

  @Override
  public List<String> list(String path) {
    return calls.make(Call.STORE_READ, "list " + path, () -> store.list(path));
  }
}
