package gangway.machine.capture;

import gangway.Problem;
import gangway.machine.Result;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * Reads a capture: in one pass, unpacking nothing to disk, and no more of it than a host can have.
 * Whatever is not a whole capture of a known format is a {@link Problem}.
 */
public final class CaptureReader {
  /** The parts of the memory that a capture may fill when it is unpacked: one in so many. */
  private static final int SHARE_OF_MEMORY = 3;

  private static final long MOST_BYTES = 512L * 1024 * 1024;
  private static final int MOST_IN_A_STRING = 64 * 1024 * 1024;
  private static final int MOST_IN_A_NAME = 8 * 1024;
  private static final int MOST_TOKENS = 4_000_000;
  private static final int DEEPEST = 8;

  private static final JsonFactory LINES =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MOST_IN_A_STRING)
                  .maxNameLength(MOST_IN_A_NAME)
                  .maxTokenCount(MOST_TOKENS)
                  .maxNestingDepth(DEEPEST)
                  .build())
          .build();

  private final JsonParser json;

  private CaptureReader(JsonParser json) {
    this.json = json;
  }

  /** Reads a file. */
  public static Capture read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Problem.usage(
          file + (Files.exists(file) ? " is neither a folder nor a file" : " is not there"),
          "name a capture that 'gangway capture FILE' wrote, or a folder that stands for /");
    }
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return read(stream, file.toString());
    } catch (IOException e) {
      throw Problem.refused(file + " could not be read", "see that you may read it", "" + e);
    }
  }

  /**
   * Reads a stream.
   *
   * @param name what it is called in problems
   */
  static Capture read(InputStream stream, String name) {
    return read(
        stream, name, Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY));
  }

  /**
   * Reads a stream.
   *
   * @param most how many bytes it may have when it is unpacked
   */
  static Capture read(InputStream stream, String name, long most) {
    try (InputStream unpacked = new GZIPInputStream(stream, 1 << 16);
        InputStream bounded = new BoundedStream(unpacked, most);
        JsonParser json = LINES.createParser(ObjectReadContext.empty(), bounded)) {
      return new CaptureReader(json).all(name);
    } catch (BoundedStream.Exceeded | StreamConstraintsException | OutOfMemoryError e) {
      throw Problem.usage(
          name + " is too large for a capture", "take a new one", String.valueOf(e.getMessage()));
    } catch (JacksonException | IOException | IllegalArgumentException e) {
      throw broken(name, e);
    }
  }

  private static Problem broken(String name, Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof IOException)) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case EOFException _ -> truncated(name);
      case UnexpectedEndOfInputException _ -> truncated(name);
      case ZipException zip when "Not in GZIP format".equals(zip.getMessage()) -> foreign(name);
      default ->
          Problem.usage(
              name + " is damaged",
              "copy it anew, or take a new one with 'gangway capture FILE'",
              String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
    };
  }

  private static Problem truncated(String name) {
    return Problem.usage(
        name + " is truncated: its end is missing",
        "copy it anew, or take a new one with 'gangway capture FILE'");
  }

  private static Problem foreign(String name) {
    return Problem.usage(
        name + " is not a capture",
        "name a capture that 'gangway capture FILE' wrote, or a folder that stands for /");
  }

  private Capture all(String name) {
    Capture capture = header(name);
    int lines = 1;
    int end = -1;
    while (json.nextToken() != null) {
      if (end >= 0) {
        throw new IllegalArgumentException("something follows its end");
      }
      end = line(capture);
      if (end >= 0 && end != lines) {
        throw new IllegalArgumentException("it has " + lines + " lines of " + end);
      }
      lines++;
    }
    if (end < 0) {
      throw truncated(name);
    }
    return capture;
  }

  private Capture header(String name) {
    try {
      if (json.nextToken() != JsonToken.START_OBJECT
          || !"gangway-capture".equals(json.nextName())
          || json.nextToken() != JsonToken.VALUE_NUMBER_INT) {
        throw foreign(name);
      }
    } catch (StreamReadException e) {
      throw foreign(name);
    }
    int format = json.getIntValue();
    String by = "?";
    String taken = "?";
    boolean masked = false;
    for (String member = json.nextName(); member != null; member = json.nextName()) {
      switch (member) {
        case "by" -> by = string();
        case "taken" -> taken = string();
        case "masked" -> masked = json.nextToken() == JsonToken.VALUE_TRUE;
        default -> skip();
      }
    }
    if (format > CaptureWriter.FORMAT || format < 1) {
      throw Problem.usage(
          name + " is of a newer format than this program knows",
          "use the version of gangway that took it, or a later one",
          "format " + format + ", by gangway " + by + "; known is " + CaptureWriter.FORMAT);
    }
    return new Capture(new Capture.Origin(by, taken, masked));
  }

  /** Reads a line whose object is begun; returns the number in it if it is the last one, or -1. */
  private int line(Capture capture) {
    expect(json.currentToken(), JsonToken.START_OBJECT);
    int end = -1;
    String member = json.nextName();
    switch (member == null ? "" : member) {
      case "" -> throw new IllegalArgumentException("a line says nothing");
      case "folder" -> places(capture.files());
      case "xenstore" -> places(capture.xenStore());
      case "asked" -> {
        command(capture);
        return end;
      }
      case "open" -> open(capture);
      case "machine" -> capture.self(self());
      case "end" -> end = number();
      // of a later program, which knows more than this one
      default -> skip();
    }
    while (json.nextName() != null) {
      skip();
    }
    return end;
  }

  private void places(Places tree) {
    String folder = path(string());
    if (!"holds".equals(json.nextName())) {
      throw new IllegalArgumentException("nothing is told of " + folder);
    }
    expect(json.nextToken(), JsonToken.START_OBJECT);
    Map<String, Place> places = tree.folder(folder, 16);
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a name in " + folder + " is none");
      }
      JsonToken token = json.nextToken();
      places.put(
          name, token == JsonToken.VALUE_STRING ? Place.ofText(json.getString()) : place(token));
    }
  }

  private Place place(@Nullable JsonToken start) {
    expect(start, JsonToken.START_OBJECT);
    String text = null;
    String base64 = null;
    int size = 0;
    String list = null;
    String link = null;
    String real = null;
    boolean there = false;
    String refused = null;
    String wayOut = "";
    for (String member = json.nextName(); member != null; member = json.nextName()) {
      switch (member) {
        case "text" -> text = string();
        case "base64" -> base64 = string();
        case "size" -> size = number();
        case "list" -> list = names(string());
        case "link" -> link = names(string());
        case "real" -> real = path(string());
        case "there" -> there = json.nextToken() == JsonToken.VALUE_TRUE;
        case "refused" -> refused = string();
        case "wayOut" -> wayOut = string();
        default -> skip();
      }
    }
    return new Place(
        text,
        base64 == null ? null : Place.Padded.checked(base64, size),
        list,
        link,
        real,
        there,
        refused == null ? null : new Refusal(refused, wayOut));
  }

  private void command(Capture capture) {
    List<String> words = strings();
    Optional<Integer> exit = Optional.empty();
    String out = "";
    String err = "";
    String refused = "it was not told what came of it";
    String wayOut = "";
    for (String member = json.nextName(); member != null; member = json.nextName()) {
      switch (member) {
        case "exit" -> exit = Optional.of(number());
        case "out" -> out = string();
        case "err" -> err = string();
        case "refused" -> refused = string();
        case "wayOut" -> wayOut = string();
        default -> skip();
      }
    }
    capture
        .commands()
        .put(
            words,
            exit.isPresent()
                ? new Capture.Told.Ended(new Result(exit.get(), out, err))
                : new Capture.Told.Refused(new Refusal(refused, wayOut)));
  }

  private void open(Capture capture) {
    String device = path(string());
    if (!"by".equals(json.nextName())) {
      throw new IllegalArgumentException("nobody has " + device + " open");
    }
    strings().forEach(process -> capture.open(device, process));
  }

  private Capture.Self self() {
    expect(json.nextToken(), JsonToken.START_OBJECT);
    boolean root = false;
    boolean xenStore = false;
    Optional<String> refused = Optional.empty();
    String wayOut = "";
    Optional<String> ssh = Optional.empty();
    for (String member = json.nextName(); member != null; member = json.nextName()) {
      switch (member) {
        case "root" -> root = json.nextToken() == JsonToken.VALUE_TRUE;
        case "xenstore" -> xenStore = json.nextToken() == JsonToken.VALUE_TRUE;
        case "refused" -> refused = Optional.of(string());
        case "wayOut" -> wayOut = string();
        case "ssh" -> ssh = Optional.of(string());
        default -> skip();
      }
    }
    String way = wayOut;
    return new Capture.Self(root, xenStore, refused.map(says -> new Refusal(says, way)), ssh);
  }

  private List<String> strings() {
    expect(json.nextToken(), JsonToken.START_ARRAY);
    List<String> strings = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.VALUE_STRING);
      strings.add(json.getString());
    }
    return List.copyOf(strings);
  }

  private String string() {
    expect(json.nextToken(), JsonToken.VALUE_STRING);
    return json.getString();
  }

  private int number() {
    expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
    return json.getIntValue();
  }

  private void skip() {
    json.nextToken();
    json.skipChildren();
  }

  private static String path(String text) {
    if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a path in it is none");
    }
    return text;
  }

  private static String names(String text) {
    for (String name : text.split("/", -1)) {
      boolean absurd = name.isEmpty() || name.equals(".") || name.equals("..");
      if (absurd || name.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a name in it is none");
      }
    }
    return text;
  }

  private static void expect(@Nullable JsonToken found, JsonToken wanted) {
    if (found != wanted) {
      throw new IllegalArgumentException(wanted + " expected, and not " + found);
    }
  }
}
