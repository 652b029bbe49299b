package gangway.machine.capture;

import gangway.Problem;
import gangway.json.JsonLine;
import gangway.machine.Result;
import gangway.machine.capture.FolderLine.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a capture in one pass, without unpacking to disk, up to the maximum size of a host. A file
 * that is not a complete capture of a known format gives a {@link Problem}. A malformed value in a
 * line that the checksum covers gives a {@link Problem} only when the value is used.
 */
public final class CaptureReader {
  /** An unpacked capture may fill one part in this number of the Java heap. */
  private static final int SHARE_OF_MEMORY = 3;

  private static final Kind[] KINDS = Kind.values();
  private static final long MAX_BYTES = 512L * 1024 * 1024;
  private static final String TAKE_AGAIN =
      "copy the capture again, or take a new one with 'gangway capture FILE'";
  private static final String WHAT_TO_NAME =
      "name a capture that 'gangway capture FILE' wrote, or a folder that represents /";

  private final String name;
  private final CaptureLines lines;

  private CaptureReader(String name, CaptureLines lines) {
    this.name = name;
    this.lines = lines;
  }

  /** Reads a file. */
  public static Capture read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Problem.usage(
          file + (Files.exists(file) ? " is neither a folder nor a file" : " does not exist"),
          WHAT_TO_NAME);
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return read(stream, file.toString());
    } catch (IOException e) {
      throw Problem.refused(
          file + " could not be read",
          "make sure that you have permission to read it",
          String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads a stream.
   *
   * @param name name of the stream for messages
   */
  static Capture read(InputStream stream, String name) {
    return read(
        stream, name, Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY));
  }

  /**
   * Reads a stream.
   *
   * @param most maximum number of bytes when unpacked
   */
  static Capture read(InputStream stream, String name, long most) {
    try (InputStream unpacked = new ReadAhead(new GZIPInputStream(stream, 1 << 16))) {
      return new CaptureReader(name, new CaptureLines(unpacked, most)).all();
    } catch (EOFException e) {
      throw truncated(name);
    } catch (ZipException e) {
      throw "Not in GZIP format".equals(e.getMessage()) ? foreign(name) : damaged(name, e);
    } catch (CaptureLines.TooMany | OutOfMemoryError e) {
      throw Problem.usage(
          name + " is too large for a capture",
          "take a new capture with 'gangway capture FILE'",
          String.valueOf(e.getMessage()));
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(name, e);
    }
  }

  /** The problem of malformed content. */
  static Problem damaged(String what, Exception why) {
    return Problem.usage(what + " is damaged", TAKE_AGAIN, String.valueOf(why.getMessage()));
  }

  private static Problem truncated(String name) {
    return Problem.usage(name + " is truncated: its end is missing", TAKE_AGAIN);
  }

  private static Problem foreign(String name) {
    return Problem.usage(name + " is not a capture", WHAT_TO_NAME);
  }

  private Capture all() throws IOException {
    Capture capture = header();
    int count = 1;
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (!plainFolder(line.get(), capture)) {
        JsonLine json = new JsonLine(line.get());
        json.object();
        String kind =
            json.member()
                .orElseThrow(() -> new IllegalArgumentException("a line is an empty object"));
        if (kind.equals("end")) {
          end(json.number(), count);
          return capture;
        }
        line(kind, json, line.get(), capture);
      }
      count++;
    }
    throw truncated(name);
  }

  private void end(int said, int count) throws IOException {
    if (said != count) {
      throw new IllegalArgumentException("it has " + count + " lines instead of " + said);
    }
    // read to the end of the stream, where the checksum is
    if (lines.next().isPresent()) {
      throw new IllegalArgumentException("data follows the end line");
    }
  }

  private Capture header() throws IOException {
    int format;
    String by = "?";
    String taken = "?";
    boolean masked = false;
    try {
      JsonLine json = new JsonLine(lines.next().orElse(new byte[0]));
      json.object();
      if (!json.member().equals(Optional.of("gangway-capture"))) {
        throw foreign(name);
      }
      format = json.number();
      for (String name : json.members()) {
        switch (name) {
          case "by" -> by = json.string();
          case "taken" -> taken = json.string();
          case "masked" -> masked = json.bool();
          default -> json.skip();
        }
      }
    } catch (IllegalArgumentException | CaptureLines.Unfinished e) {
      throw foreign(name);
    }
    if (format > CaptureWriter.FORMAT || format < 1) {
      throw Problem.usage(
          name + " has a newer format than this version of gangway supports",
          "use the version of gangway that took the capture, or a later one",
          "format " + format + ", by gangway " + by + "; supported up to " + CaptureWriter.FORMAT);
    }
    return new Capture(new Capture.Origin(by, taken, masked));
  }

  /** Adds a line that is recognized as a folder's without a parser. */
  private static boolean plainFolder(byte[] line, Capture capture) {
    for (Kind kind : KINDS) {
      Optional<FolderLine> folder = FolderLine.plain(kind, line);
      if (folder.isPresent()) {
        folder(kind, folder.get(), capture);
        return true;
      }
    }
    return false;
  }

  private static void line(String kind, JsonLine json, byte[] line, Capture capture) {
    switch (kind) {
      case "folder" -> folder(Kind.FILES, FolderLine.parsed(json.string(), line), capture);
      case "xenstore" -> folder(Kind.XENSTORE, FolderLine.parsed(json.string(), line), capture);
      case "asked" -> command(json, capture);
      case "open" -> open(json, capture);
      case "socket" -> socket(json, capture);
      case "machine" -> capture.self(self(json));
      // a kind of line of a later version
      default -> json.skip();
    }
  }

  /** The content of the folder is parsed when it is used. */
  private static void folder(Kind kind, FolderLine line, Capture capture) {
    Places tree =
        switch (kind) {
          case FILES -> capture.files();
          case XENSTORE -> capture.xenStore();
        };
    if (!tree.add(Place.path(line.path()), new Folder(line))) {
      throw new IllegalArgumentException(line.path() + " occurs twice");
    }
  }

  private static void command(JsonLine json, Capture capture) {
    List<String> words = json.strings();
    Optional<Integer> exit = Optional.empty();
    String out = "";
    String err = "";
    String refused = "the outcome was not recorded";
    String remedy = "";
    for (String name : json.members()) {
      switch (name) {
        case "exit" -> exit = Optional.of(json.number());
        case "out" -> out = json.string();
        case "err" -> err = json.string();
        case "refused" -> refused = json.string();
        case "remedy", "wayOut" -> remedy = json.string();
        default -> json.skip();
      }
    }
    capture
        .commands()
        .put(
            words,
            exit.isPresent()
                ? new Capture.Told.Ended(new Result(exit.get(), out, err))
                : new Capture.Told.Refused(new Refusal(refused, remedy)));
  }

  private static void open(JsonLine json, Capture capture) {
    String device = Place.path(json.string());
    json.member("by");
    json.strings().forEach(process -> capture.open(device, process));
  }

  private static void socket(JsonLine json, Capture capture) {
    String inode = json.string();
    json.member("by");
    capture.socket(inode, json.strings());
  }

  private static Capture.Self self(JsonLine json) {
    boolean root = false;
    boolean xenStore = false;
    Optional<String> refused = Optional.empty();
    String remedy = "";
    Optional<String> ssh = Optional.empty();
    json.object();
    for (String name : json.members()) {
      switch (name) {
        case "root" -> root = json.bool();
        case "xenstore" -> xenStore = json.bool();
        case "refused" -> refused = Optional.of(json.string());
        case "remedy", "wayOut" -> remedy = json.string();
        case "ssh" -> ssh = Optional.of(json.string());
        default -> json.skip();
      }
    }
    String way = remedy;
    return new Capture.Self(root, xenStore, refused.map(says -> new Refusal(says, way)), ssh);
  }
}
