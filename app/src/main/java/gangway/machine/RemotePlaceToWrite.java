package gangway.machine;

import gangway.Problem;
import gangway.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A path on another host at which root is about to write there, as {@link PlaceToWrite} here. */
public record RemotePlaceToWrite(Ssh host, Path file) {
  private static final String EXISTS = "end 0";
  private static final String MISSING = "end 3";

  /**
   * Checks that only root can change to which file the path leads there. Asks with one login.
   *
   * @throws Problem of kind REFUSED if another user can, or if that is not known
   */
  public void mustBeOfRoot(Machine machine) {
    Optional<String> why =
        machine
            .told(host.command("sh", "-c", script(), file.toString()))
            .map(RemotePlaceToWrite::otherWriters)
            .orElseGet(() -> Optional.of("the host does not tell who can write there"));
    why.ifPresent(found -> {
      throw new PlaceToWrite(file).refusal(found, " on " + host);
    });
  }

  static String script() {
    return Resource.text(RemotePlaceToWrite.class, "way.sh");
  }

  /** What other users can change there, by the output of the script; nothing if nothing. */
  static Optional<String> otherWriters(String out) {
    List<String> lines = out.lines().toList();
    String end = lines.isEmpty() ? "" : lines.getLast();
    List<String> way = lines.subList(0, Math.max(0, lines.size() - 1));
    List<PathPart> parts = way.stream().map(PathPart::parse).flatMap(Optional::stream).toList();
    Optional<String> found =
        OtherWriters.THAN_ROOT.of(
            parts, end.equals(EXISTS), Machine.StickyFolders.TRUSTED_IF_FILE_EXISTS);
    boolean understood =
        !parts.isEmpty()
            && parts.size() == way.size()
            && Stream.of(EXISTS, MISSING).anyMatch(end::equals);
    return found.isPresent() || understood
        ? found
        : Optional.of("not understood: " + (way.isEmpty() ? end : way.getLast()));
  }
}
