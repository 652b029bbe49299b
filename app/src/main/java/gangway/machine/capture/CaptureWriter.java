package gangway.machine.capture;

import gangway.Problem;
import gangway.json.JsonText;
import gangway.json.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes a capture in the format of docs/capture.md. */
public final class CaptureWriter {
  /** The number of the format; a reader refuses a greater one. */
  static final int FORMAT = 1;

  private final OutputStream stream;
  private int lines;

  private CaptureWriter(OutputStream stream) {
    this.stream = stream;
  }

  /** Writes a new file that only its owner can read; refuses to overwrite. */
  public static void create(Path file, Capture capture) {
    try {
      // an empty file reserves the name, so that a concurrent writer is refused
      Files.newByteChannel(
              file,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
          .close();
    } catch (FileAlreadyExistsException e) {
      throw Problem.refused(file + " already exists", "name another file, or add --force");
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    try {
      put(file, capture);
    } catch (IOException | UncheckedIOException e) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw unwritable(file, e);
    }
  }

  /** Writes a file, and replaces an existing one. */
  public static void replace(Path file, Capture capture) {
    boolean other =
        Files.exists(file, LinkOption.NOFOLLOW_LINKS)
            && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    if (other) {
      throw Problem.refused(file + " is not a regular file", "name another file");
    }
    try {
      put(file, capture);
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(file, e);
    }
  }

  private static void put(Path file, Capture capture) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new NoSuchFileException(file.toString());
    }
    Path fresh = Files.createTempFile(folder, "." + file.getFileName() + ".", ".new");
    try {
      try (OutputStream stream = Files.newOutputStream(fresh)) {
        write(stream, capture);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static Problem unwritable(Path file, Exception e) {
    String reason =
        e instanceof NoSuchFileException
            ? "its folder does not exist"
            : String.valueOf(e.getMessage());
    return Problem.failed(file + " could not be written", "name another file", reason);
  }

  /** Writes to a stream and closes it. The same capture gives the same bytes. */
  static void write(OutputStream stream, Capture capture) throws IOException {
    try (OutputStream packed = new GZIPOutputStream(stream, 1 << 16)) {
      new CaptureWriter(packed).all(capture);
    }
  }

  private void all(Capture capture) {
    line(json -> {
      json.member("gangway-capture", FORMAT);
      json.member("by", capture.origin().by());
      json.member("taken", capture.origin().taken());
      json.member("masked", capture.origin().masked());
    });
    line(json -> self(json, capture.self()));
    capture.files().each((folder, places) -> places("folder", folder, places));
    capture.xenStore().each((node, places) -> places("xenstore", node, places));
    SortedMap<String, Consumer<JsonWriter>> commands = new TreeMap<>();
    capture
        .commands()
        .forEach((words, told) ->
            commands.put(String.join("\0", words), json -> command(json, words, told)));
    commands.values().forEach(this::line);
    for (Map.Entry<String, ? extends Set<String>> device : capture.open().entrySet()) {
      line(json -> {
        json.member("open", device.getKey());
        strings(json, "by", device.getValue());
      });
    }
    for (Map.Entry<String, ? extends Set<String>> socket : capture.sockets().entrySet()) {
      line(json -> {
        json.member("socket", socket.getKey());
        strings(json, "by", socket.getValue());
      });
    }
    int before = lines;
    line(json -> json.member("end", before));
  }

  private void line(Consumer<JsonWriter> members) {
    String line =
        JsonText.of(json -> {
          json.beginObject();
          members.accept(json);
          json.endObject();
        });
    try {
      stream.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lines++;
  }

  private static void self(JsonWriter json, Capture.Self self) {
    json.beginObject("machine");
    json.member("root", self.root());
    json.member("xenstore", self.xenStore());
    self.refusal().ifPresent(refusal -> refusal(json, refusal));
    self.ssh().ifPresent(ssh -> json.member("ssh", ssh));
    json.endObject();
  }

  private void places(String kind, String folder, SortedMap<String, Place> places) {
    line(json -> {
      json.member(kind, folder);
      json.beginObject("holds");
      places.forEach((name, place) -> {
        json.name(name);
        place(json, place);
      });
      json.endObject();
    });
  }

  private static void place(JsonWriter json, Place place) {
    String text = place.text();
    if (text != null && place.onlyText()) {
      json.value(text);
      return;
    }
    json.beginObject();
    optional(json, "text", place.text());
    if (place.bytes() != null) {
      json.member("base64", place.bytes().base64());
      json.member("size", place.bytes().size());
    }
    optional(json, "list", place.names());
    optional(json, "link", place.link());
    optional(json, "real", place.real());
    if (place.there()) {
      json.member("there", true);
    }
    if (place.refusal() != null) {
      refusal(json, place.refusal());
    }
    json.endObject();
  }

  private static void optional(JsonWriter json, String name, @Nullable String value) {
    if (value != null) {
      json.member(name, value);
    }
  }

  private static void refusal(JsonWriter json, Refusal refusal) {
    json.member("refused", refusal.blocker());
    json.member("remedy", refusal.remedy());
  }

  private static void command(JsonWriter json, List<String> words, Capture.Told told) {
    strings(json, "asked", words);
    switch (told) {
      case Capture.Told.Ended(var result) -> {
        json.member("exit", result.exit());
        json.member("out", result.out());
        json.member("err", result.err());
      }
      case Capture.Told.Refused(Refusal refusal) -> refusal(json, refusal);
    }
  }

  private static void strings(JsonWriter json, String name, Collection<String> values) {
    json.beginArray(name);
    values.forEach(json::value);
    json.endArray();
  }
}
