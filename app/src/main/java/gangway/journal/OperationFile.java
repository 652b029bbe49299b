package gangway.journal;

import gangway.Version;
import gangway.json.JsonLine;
import gangway.json.JsonText;
import gangway.json.Kinds;
import gangway.json.RecordJson;
import gangway.pci.PciAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An operation as text: a line of JSON for the {@link Operation.Header}, with the number of the
 * format and the version that wrote it, and one line for every {@link Operation.Entry}.
 *
 * <p>A line is on disk before the action that it announces begins. So a line that a power failure
 * cut off announces an action that did not happen, and is ignored. A line that is complete but not
 * understood was written by another version of Gangway; then the other lines prove nothing either.
 *
 * <p>Format 1 had no number and used the names of classes ({@link Kinds} lists them as former
 * names). Format 2 records the format, the version, the parent and the PID namespace.
 */
final class OperationFile {
  static final int FORMAT = 2;

  private static final Kinds<Outcome> OUTCOMES =
      Kinds.of(Outcome.class)
          .constant("done", Outcome.DONE, "DONE")
          .constant("undone", Outcome.UNDONE, "UNDONE")
          .constant("left", Outcome.LEFT, "LEFT")
          .build();

  static final RecordJson JSON =
      new RecordJson(
          Map.of(
              Instant.class,
              Instant::parse,
              PciAddress.class,
              text -> PciAddress.parse(text).orElseThrow(IllegalArgumentException::new)),
          List.of(Claim.KINDS, Event.KINDS, OUTCOMES));

  /** The version of format 1, whose files did not record it. */
  static final String UNKNOWN_VERSION = "of unknown version";

  /** The first line. */
  private record Head(
      Optional<Integer> format,
      Optional<String> version,
      String id,
      Optional<String> parent,
      Instant begun,
      Author author,
      List<String> words,
      List<Claim> claims) {
    Head {
      words = List.copyOf(words);
      claims = List.copyOf(claims);
    }

    Operation.Header header() {
      return new Operation.Header(
          version.orElse(UNKNOWN_VERSION), id, parent, begun, author, words, claims);
    }
  }

  private OperationFile() {}

  static String line(Operation.Header header) {
    return text(
        new Head(
            Optional.of(FORMAT),
            Optional.of(header.version()),
            header.id(),
            header.parent(),
            header.begun(),
            header.author(),
            header.words(),
            header.claims()));
  }

  static String line(Operation.Entry entry) {
    return text(entry);
  }

  static String text(Record part) {
    return JsonText.of(json -> JSON.write(json, part)) + "\n";
  }

  /** An operation, or the reason why it cannot be read. */
  sealed interface Parsed {
    record Understood(Operation run) implements Parsed {}

    record NotUnderstood(UnreadableOperation why) implements Parsed {}
  }

  /**
   * Reads the text of an operation.
   *
   * @param id the name of its folder
   * @param open whether the operation has not ended
   */
  static Parsed parse(String id, boolean open, String text) {
    List<String> lines = text.lines().toList();
    String first = lines.isEmpty() ? "" : lines.getFirst();
    Writer writer = Writer.of(first);
    if (writer.format > FORMAT) {
      return notReadable(
          id,
          open,
          writer,
          "the journal's format is %d; gangway %s reads formats up to %d"
              .formatted(writer.format, Version.text(), FORMAT));
    }
    try {
      Operation.Header header = JSON.read(new JsonLine(first), Head.class).header();
      List<Operation.Entry> entries = new ArrayList<>();
      lines.stream().skip(1).forEach(line -> entry(line).ifPresent(entries::add));
      return new Parsed.Understood(new Operation(header, entries));
    } catch (RuntimeException notUnderstood) {
      return notReadable(id, open, writer, String.valueOf(notUnderstood.getMessage()));
    }
  }

  private static Parsed notReadable(String id, boolean open, Writer writer, String reason) {
    return new Parsed.NotUnderstood(
        new UnreadableOperation(id, open, writer.version, writer.damaged, reason));
  }

  /**
   * Reads a line; empty if the line was cut off.
   *
   * @throws RuntimeException if the line is complete and not understood
   */
  private static Optional<Operation.Entry> entry(String line) {
    try {
      return Optional.of(JSON.read(new JsonLine(line), Operation.Entry.class));
    } catch (RuntimeException fault) {
      if (isWhole(line)) {
        throw fault;
      }
      return Optional.empty();
    }
  }

  /** Whether a line is a complete JSON object; a line that was cut off is not. */
  private static boolean isWhole(String line) {
    try {
      JsonLine json = new JsonLine(line);
      json.object();
      json.members().forEach(_ -> json.skip());
      return true;
    } catch (IllegalArgumentException torn) {
      return false;
    }
  }

  /**
   * The format of a journal and the version that wrote it; read first.
   *
   * @param damaged whether the first line is damaged
   */
  private record Writer(int format, Optional<String> version, boolean damaged) {
    static Writer of(String line) {
      int format = 1;
      Optional<String> version = Optional.empty();
      try {
        JsonLine json = new JsonLine(line);
        json.object();
        for (String member : json.members()) {
          switch (member) {
            case "format" -> format = json.number();
            case "version" -> version = Optional.of(json.string());
            default -> json.skip();
          }
        }
      } catch (IllegalArgumentException damaged) {
        return new Writer(format, version, true);
      }
      return new Writer(format, version, false);
    }
  }
}
