package gangway.xenstore;

import java.util.function.Function;

/** XenStore as it can be written to. */
public interface ActingXenStore extends XenStore {

  /**
   * Looks and writes as one: nobody sees half of it, and it is done only if nothing that was read
   * has changed meanwhile. If something has, it is begun anew.
   *
   * @param change what is done; it may be called several times, and must do nothing else
   * @return what the change returned the time it was done
   * @throws gangway.Problem of kind FAILED if others keep writing, or a write is refused; then
   *     nothing was written
   */
  <T> T change(Function<XenStoreEdit, T> change);
}
