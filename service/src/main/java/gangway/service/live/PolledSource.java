package gangway.service.live;

import gangway.service.linux.Descriptor;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A source of changes that waits on file descriptors. Used by the thread of the {@link Poller}
 * only, except for the first {@link #open}.
 */
interface PolledSource extends AutoCloseable {

  /** What an administrator calls this source. */
  String name();

  /**
   * Begins. Every change after this call leads to an event.
   *
   * @throws IOException if this source cannot tell of all changes; the source is closed then
   */
  void open() throws IOException;

  /** What to wait for; may be different after each event. */
  List<Descriptor> descriptors();

  /**
   * Reads what a descriptor has.
   *
   * @param events what poll(2) answered
   * @return the topics that may have changed
   * @throws IOException if changes may be lost from now on; the source is closed then
   */
  Set<Topic> ready(Descriptor descriptor, int events) throws IOException;

  /** Ends; may be opened again. */
  @Override
  void close();
}
