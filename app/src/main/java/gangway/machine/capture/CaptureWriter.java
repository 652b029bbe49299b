package gangway.machine.capture;

import gangway.Problem;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/** Writes a capture as the file that docs/capture.md describes. */
public final class CaptureWriter {
  /** The format's number: a greater one may mean what this program does not know. */
  static final int FORMAT = 1;

  private static final JsonFactory LINES =
      new JsonFactoryBuilder().rootValueSeparator("\n").build();

  private final JsonGenerator json;
  private int lines;

  private CaptureWriter(JsonGenerator json) {
    this.json = json;
  }

  /** Writes a file that must not be there yet, for its owner alone to read. */
  public static void create(Path file, Capture capture) {
    try {
      // an empty one takes the name: whoever comes at the same time finds it taken
      Files.newByteChannel(
              file,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
          .close();
    } catch (FileAlreadyExistsException e) {
      throw Problem.refused(file + " is there already", "name another file, or add --force");
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    try {
      put(file, capture);
    } catch (IOException | JacksonException e) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw unwritable(file, e);
    }
  }

  /** Writes a file, in the place of another one if there is one. */
  public static void replace(Path file, Capture capture) {
    boolean other =
        Files.exists(file, LinkOption.NOFOLLOW_LINKS)
            && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    if (other) {
      throw Problem.refused(file + " is not a plain file", "name another file");
    }
    try {
      put(file, capture);
    } catch (IOException | JacksonException e) {
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
            ? "there is no such folder"
            : String.valueOf(e.getMessage());
    return Problem.failed(file + " could not be written", "name another file", reason);
  }

  /** Writes it to a stream, which is closed then. The same capture gives the same bytes. */
  static void write(OutputStream stream, Capture capture) throws IOException {
    try (OutputStream packed = new GZIPOutputStream(stream, 1 << 16);
        JsonGenerator json =
            LINES.createGenerator(ObjectWriteContext.empty(), packed, JsonEncoding.UTF8)) {
      new CaptureWriter(json).all(capture);
    }
  }

  private void all(Capture capture) {
    line(() -> {
      json.writeNumberProperty("gangway-capture", FORMAT);
      json.writeStringProperty("by", capture.origin().by());
      json.writeStringProperty("taken", capture.origin().taken());
      json.writeBooleanProperty("masked", capture.origin().masked());
    });
    line(() -> self(capture.self()));
    capture.files().each((folder, places) -> places("folder", folder, places));
    capture.xenStore().each((node, places) -> places("xenstore", node, places));
    SortedMap<String, Runnable> commands = new TreeMap<>();
    capture
        .commands()
        .forEach(
            (words, told) -> commands.put(String.join("\0", words), () -> command(words, told)));
    commands.values().forEach(this::line);
    for (Map.Entry<String, ? extends Set<String>> device : capture.open().entrySet()) {
      line(() -> {
        json.writeStringProperty("open", device.getKey());
        strings("by", device.getValue());
      });
    }
    int before = lines;
    line(() -> json.writeNumberProperty("end", before));
    json.writeRaw('\n');
  }

  private void line(Runnable members) {
    json.writeStartObject();
    members.run();
    json.writeEndObject();
    lines++;
  }

  private void self(Capture.Self self) {
    json.writeName("machine");
    json.writeStartObject();
    json.writeBooleanProperty("root", self.root());
    json.writeBooleanProperty("xenstore", self.xenStore());
    self.refusal().ifPresent(this::refusal);
    self.ssh().ifPresent(ssh -> json.writeStringProperty("ssh", ssh));
    json.writeEndObject();
  }

  private void places(String kind, String folder, SortedMap<String, Place> places) {
    line(() -> {
      json.writeStringProperty(kind, folder);
      json.writeName("holds");
      json.writeStartObject();
      places.forEach((name, place) -> {
        json.writeName(name);
        place(place);
      });
      json.writeEndObject();
    });
  }

  private void place(Place place) {
    if (place.onlyText()) {
      json.writeString(place.text());
      return;
    }
    json.writeStartObject();
    optional("text", place.text());
    if (place.bytes() != null) {
      json.writeStringProperty("base64", place.bytes().base64());
      json.writeNumberProperty("size", place.bytes().size());
    }
    optional("list", place.names());
    optional("link", place.link());
    optional("real", place.real());
    if (place.there()) {
      json.writeBooleanProperty("there", true);
    }
    if (place.refusal() != null) {
      refusal(place.refusal());
    }
    json.writeEndObject();
  }

  private void optional(String name, @org.jspecify.annotations.Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }

  private void refusal(Refusal refusal) {
    json.writeStringProperty("refused", refusal.blocker());
    json.writeStringProperty("wayOut", refusal.wayOut());
  }

  private void command(java.util.List<String> words, Capture.Told told) {
    strings("asked", words);
    switch (told) {
      case Capture.Told.Ended(var result) -> {
        json.writeNumberProperty("exit", result.exit());
        json.writeStringProperty("out", result.out());
        json.writeStringProperty("err", result.err());
      }
      case Capture.Told.Refused(Refusal refusal) -> refusal(refusal);
    }
  }

  private void strings(String name, Collection<String> values) {
    json.writeName(name);
    json.writeStartArray();
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}
