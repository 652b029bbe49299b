package gangway.xenstore;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** XenStore for reading and writing. */
public interface WritableXenStore extends XenStore {

  /**
   * Reads and writes in one transaction: others see all of it or nothing, and it takes effect only
   * if nothing that was read has changed in the meantime. Otherwise it is repeated.
   *
   * @param change the reads and writes; it may be called several times and must have no other
   *     effect
   * @return the result of the call that took effect
   * @throws gangway.Problem of kind FAILED if others keep writing, or if a write is refused;
   *     nothing is written then
   */
  <T> T change(Function<XenStoreTransaction, T> change);

  /**
   * As {@link #change}, but a domain cannot prevent it by writing to its own nodes all the time:
   * after some attempts, the nodes below {@code /local/domain/DOMID} are read and written outside
   * the transaction, so they can have changed by the time of the writes.
   */
  default <T> T changeDespite(int domid, Function<XenStoreTransaction, T> change) {
    return change(change);
  }

  /**
   * Calls {@code look} after every change at or below some paths. No change is missed, but two
   * changes can be reported as one. {@code @introduceDomain} and {@code @releaseDomain} are paths
   * that change when a domain starts or ends.
   *
   * @param look receives the paths that changed since its last call, and returns whether to
   *     continue; it is also called once a minute
   */
  void follow(List<String> paths, Predicate<Set<String>> look);
}
