package gangway.service.live;

import java.nio.file.Path;
import java.util.Set;

/**
 * A file of /proc whose changes poll(2) tells.
 *
 * @param topics what may have changed with the file
 */
record ProcFile(Path path, Set<Topic> topics) {
  ProcFile {
    topics = Set.copyOf(topics);
  }
}
