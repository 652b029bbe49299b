package gangway.service.live;

import gangway.service.linux.Descriptor;
import gangway.service.linux.Linux;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Waits for a source as the poller does. */
final class Await {
  private static final int LIMIT_MILLISECONDS = 20_000;

  private Await() {}

  /** Reads events until all these topics have been told. */
  static Set<Topic> topics(PolledSource source, Set<Topic> wanted) throws IOException {
    Set<Topic> told = EnumSet.noneOf(Topic.class);
    while (!told.containsAll(wanted)) {
      told.addAll(once(source, LIMIT_MILLISECONDS));
    }
    return told;
  }

  /** The topics of the events that are there, or come within the limit. */
  static Set<Topic> once(PolledSource source, int milliseconds) throws IOException {
    List<Descriptor> descriptors = new ArrayList<>(source.descriptors());
    int[] events = Linux.poll(descriptors, milliseconds);
    Set<Topic> told = EnumSet.noneOf(Topic.class);
    boolean any = false;
    for (int i = 0; i < events.length; i++) {
      if (events[i] != 0) {
        any = true;
        told.addAll(source.ready(descriptors.get(i), events[i]));
      }
    }
    if (!any && milliseconds > 0) {
      throw new IOException(source.name() + ": no event within " + milliseconds + " ms");
    }
    return told;
  }

  /** Reads the events that are there. */
  static Set<Topic> drain(PolledSource source) throws IOException {
    Set<Topic> told = EnumSet.noneOf(Topic.class);
    while (pending(source)) {
      told.addAll(once(source, 0));
    }
    return told;
  }

  private static boolean pending(PolledSource source) throws IOException {
    for (int events : Linux.poll(source.descriptors(), 0)) {
      if (events != 0) {
        return true;
      }
    }
    return false;
  }
}
