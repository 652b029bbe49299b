package gangway.xenstore;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

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

  /**
   * Looks after every change at or below some paths, for as long as one likes. Nothing is missed,
   * but what changes twice may be seen once; {@code @introduceDomain} and {@code @releaseDomain}
   * are paths that change as domains come and go.
   *
   * @param look is told where something changed since it looked last, and tells whether to go on;
   *     it is asked once a minute, too
   */
  void follow(List<String> paths, Predicate<Set<String>> look);
}
