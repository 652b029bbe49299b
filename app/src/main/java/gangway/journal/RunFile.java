package gangway.journal;

import gangway.json.JsonLine;
import gangway.json.JsonText;
import gangway.json.RecordJson;
import gangway.pci.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as text: a line of JSON for the {@link Run.Header}, and one for every {@link Run.Entry}.
 *
 * <p>A line is on the disk before what it announces is begun. So a line that a power cut tore
 * announces nothing that has happened, and is left out.
 */
final class RunFile {
  private static final RecordJson JSON =
      new RecordJson(
          Map.of(
              Instant.class,
              Instant::parse,
              Address.class,
              text -> Address.parse(text).orElseThrow(IllegalArgumentException::new)));

  private RunFile() {}

  static String line(Record part) {
    return JsonText.of(json -> JSON.write(json, part)) + "\n";
  }

  /** Nothing if its header is not whole: then nothing was begun. */
  static Optional<Run> parse(String text) {
    List<String> lines = text.lines().toList();
    Optional<Run.Header> header =
        lines.stream().findFirst().flatMap(line -> read(line, Run.Header.class));
    List<Run.Entry> entries = new ArrayList<>();
    lines.stream().skip(1).forEach(line -> read(line, Run.Entry.class).ifPresent(entries::add));
    return header.map(read -> new Run(read, entries));
  }

  private static <T extends Record> Optional<T> read(String line, Class<T> type) {
    try {
      return Optional.of(JSON.read(new JsonLine(line), type));
    } catch (RuntimeException torn) {
      return Optional.empty();
    }
  }
}
