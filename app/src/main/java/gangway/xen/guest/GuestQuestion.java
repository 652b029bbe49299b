package gangway.xen.guest;

import gangway.xenstore.WritableXenStore;
import gangway.xenstore.XenStoreView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A question to a program in a guest, through two nodes of XenStore. The question and its answer
 * begin with the same token. Both nodes are removed afterwards, also after a failure.
 *
 * @param ask the node for the question
 * @param answer the node for the answer
 */
record GuestQuestion(int domid, String ask, String answer) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ATTEMPTS_TO_REMOVE = 2;

  /**
   * Asks, and waits for the answer.
   *
   * @param text the question, made of the token
   * @param read reads the answer to the question with a token; empty before the guest has written
   *     it
   * @return the answer; empty if the guest gives none in ten seconds
   */
  <T> Optional<T> put(
      WritableXenStore store,
      UnaryOperator<String> text,
      BiFunction<XenStoreView, String, Optional<T>> read) {
    String token = UUID.randomUUID().toString();
    try {
      store.changeDespite(
          domid,
          edit -> {
            edit.write(ask, text.apply(token));
            return token;
          });
      return store.await(List.of(answer), PATIENCE, view -> read.apply(view, token));
    } finally {
      remove(store);
    }
  }

  /** A node that stays does no harm: the next question has another token. */
  private void remove(WritableXenStore store) {
    for (int attempt = 0; attempt < ATTEMPTS_TO_REMOVE; attempt++) {
      try {
        store.changeDespite(
            domid,
            edit -> {
              edit.remove(ask);
              edit.remove(answer);
              return ask;
            });
        return;
      } catch (RuntimeException | Error fault) {
        // the next attempt has a new connection to XenStore
      }
    }
  }
}
