package gangway.service.operation;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import gangway.json.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * A command that a service has started, this one or an earlier one: a folder with the request, the
 * output of the command and its errors. The folder exists longer than the service.
 *
 * @param folder its name is the id of the start
 */
public record Start(Path folder, ProcessMark process, StartOrder order) {
  static final String RECORD = "start.json";
  private static final String EVENTS = "events.jsonl";
  private static final String ERRORS = "errors.txt";
  private static final String INPUT = "input.txt";

  /** The lines of {@code --json-lines}. */
  Path events() {
    return events(folder);
  }

  static Path events(Path folder) {
    return folder.resolve(EVENTS);
  }

  static Path errors(Path folder) {
    return folder.resolve(ERRORS);
  }

  static Path input(Path folder) {
    return folder.resolve(INPUT);
  }

  public String id() {
    return folder.getFileName().toString();
  }

  /** Whether the command still runs. */
  public boolean alive() {
    return process.alive();
  }

  /** Asks the command to stop and to undo its work. */
  public void cancel() {
    process.terminate();
  }

  /** The text that the command has printed for people. */
  public String printedErrors() {
    try {
      return Files.readString(errors(folder));
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether this is what an id names: a start, or the operation that it began or continues. */
  boolean is(String id) {
    return id().equals(id) || operation().filter(id::equals).isPresent();
  }

  /** The id of the operation in the journal, as soon as the command has told it. */
  public Optional<String> operation() {
    return order.operation().or(() -> EventLines.operation(events()));
  }

  /** The id to use in addresses. */
  public String name() {
    return operation().orElseGet(this::id);
  }

  /** Writes the record at once, so that another service never sees a half of it. */
  void write() throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty(JsonFormat.MEMBER, JsonFormat.NUMBER);
    json.addProperty("pid", process.pid());
    json.addProperty("started", process.started());
    json.addProperty("user", order.user());
    json.addProperty("uid", order.uid());
    json.addProperty("from", order.from());
    json.addProperty("digest", order.digest());
    json.addProperty("command", order.command());
    order.key().ifPresent(key -> json.addProperty("key", key));
    order.operation().ifPresent(operation -> json.addProperty("operation", operation));
    Path draft = folder.resolve(RECORD + ".new");
    Files.writeString(draft, json.toString());
    Files.move(draft, folder.resolve(RECORD), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Reads the record of a folder; empty if the folder has none. */
  static Optional<Start> read(Path folder) {
    try {
      JsonObject json =
          JsonParser.parseString(Files.readString(folder.resolve(RECORD))).getAsJsonObject();
      return Optional.of(
          new Start(
              folder,
              new ProcessMark(json.get("pid").getAsLong(), text(json, "started").orElse("")),
              new StartOrder(
                  List.of(text(json, "command").orElse("")),
                  Optional.empty(),
                  text(json, "user").orElse(""),
                  json.get("uid").getAsInt(),
                  text(json, "from").orElse(""),
                  text(json, "key"),
                  text(json, "digest").orElse(""),
                  text(json, "operation"))));
    } catch (IOException | JsonParseException | IllegalStateException | NullPointerException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonObject json, String member) {
    return Optional.ofNullable(json.get(member)).map(value -> value.getAsString());
  }
}
