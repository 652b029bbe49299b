package gangway.service.http;

import java.util.Optional;

/** A source of server-sent events for one caller. */
@FunctionalInterface
public interface EventSource {

  /**
   * Sends events until there are no more, or until the caller has gone away.
   *
   * @param lastId the id of the last event that the caller has received, if the caller names one
   * @throws InterruptedException if the service ends; the caller then gets the event {@code bye}
   */
  void send(EventSink sink, Optional<String> lastId) throws InterruptedException;
}
