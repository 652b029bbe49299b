package gangway.machine.capture;

import gangway.Text;
import gangway.json.JsonLine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The recorded answers about one place: a file, a folder, a link, or a node of XenStore.
 *
 * <p>A capture has tens of thousands of places, most with a text only; to save memory, a missing
 * answer is null and a list of names is one string.
 *
 * @param text the content, if it is UTF-8; it has no lone surrogates, which UTF-8 cannot encode
 * @param bytes the content, if it is not UTF-8
 * @param names the names in it, separated by {@code /}, which a name cannot contain
 * @param link the last name in a symbolic link's target
 * @param real the path with all links resolved
 * @param there whether it exists, if no other answer shows it
 * @param refusal why the machine refused to answer
 */
record Place(
    @Nullable String text,
    @Nullable Padded bytes,
    @Nullable String names,
    @Nullable String link,
    @Nullable String real,
    boolean there,
    @Nullable Refusal refusal) {
  static final Place NOTHING = new Place(null, null, null, null, null, false, null);

  /** Larger files are not recorded, because no observer needs them. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  /**
   * Bytes with trailing zeros, as in configuration spaces.
   *
   * @param base64 the bytes before the trailing zeros
   * @param size number of bytes including the zeros
   */
  record Padded(String base64, int size) {
    Padded {
      if (size < 0 || size > MAX_BYTES) {
        throw new IllegalArgumentException(size + " bytes");
      }
    }

    static Padded of(byte[] bytes) {
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] == 0) {
        end--;
      }
      return new Padded(
          Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, end)), bytes.length);
    }

    /** Bytes from a file, which is not trusted. */
    static Padded checked(String base64, int size) {
      if (Base64.getDecoder().decode(base64).length > size) {
        throw new IllegalArgumentException("more than " + size + " bytes");
      }
      return new Padded(base64, size);
    }

    byte[] bytes() {
      return Arrays.copyOf(Base64.getDecoder().decode(base64), size);
    }
  }

  /** A file with a text that has no lone surrogates. */
  static Place ofText(String text) {
    return new Place(text, null, null, null, null, false, null);
  }

  /**
   * Parses a place in the form of {@link CaptureWriter}: a string or an object.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  static Place read(JsonLine json) {
    if (json.isString()) {
      return NOTHING.withText(json.string());
    }
    String text = null;
    String base64 = null;
    int size = 0;
    String names = null;
    String link = null;
    String real = null;
    boolean there = false;
    String refused = null;
    String remedy = "";
    json.object();
    for (String name : json.members()) {
      switch (name) {
        case "text" -> text = Text.encodable(json.string());
        case "base64" -> base64 = json.string();
        case "size" -> size = json.number();
        case "list" -> names = names(json.string());
        case "link" -> link = names(json.string());
        case "real" -> real = path(json.string());
        case "there" -> there = json.bool();
        case "refused" -> refused = json.string();
        // older captures name the fix "wayOut"
        case "remedy", "wayOut" -> remedy = json.string();
        default -> json.skip();
      }
    }
    return new Place(
        text,
        base64 == null ? null : Padded.checked(base64, size),
        names,
        link,
        real,
        there,
        refused == null ? null : new Refusal(refused, remedy));
  }

  /** A valid absolute path. */
  static String path(String text) {
    if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("invalid path");
    }
    return text;
  }

  /** Names that cannot lead out of their folder. */
  static String names(String text) {
    boolean absurd =
        text.isEmpty()
            || text.indexOf('\0') >= 0
            || ("/" + text + "/").contains("//")
            || ("/" + text + "/").contains("/./")
            || ("/" + text + "/").contains("/../");
    if (absurd) {
      throw new IllegalArgumentException("invalid name");
    }
    return text;
  }

  Place withText(String value) {
    return new Place(Text.encodable(value), null, names, link, real, there, refusal);
  }

  Place withBytes(byte[] value) {
    return new Place(null, Padded.of(value), names, link, real, there, refusal);
  }

  Place withNames(String value) {
    return new Place(text, bytes, value, link, real, there, refusal);
  }

  Place withLink(String value) {
    return new Place(text, bytes, names, value, real, there, refusal);
  }

  Place withReal(String value) {
    return new Place(text, bytes, names, link, value, there, refusal);
  }

  Place seen() {
    return new Place(text, bytes, names, link, real, true, refusal);
  }

  Place refused(Refusal value) {
    return new Place(text, bytes, names, link, real, there, value);
  }

  /** Whether the text is the only answer. */
  boolean onlyText() {
    return text != null
        && names == null
        && link == null
        && real == null
        && !there
        && refusal == null;
  }

  /** Whether an answer shows that the place exists. */
  boolean exists() {
    return there || text != null || bytes != null || names != null || link != null || real != null;
  }

  Optional<String> content() {
    return text != null
        ? Optional.of(text)
        : Optional.ofNullable(bytes).map(b -> new String(b.bytes(), StandardCharsets.UTF_8));
  }

  Optional<byte[]> contentBytes() {
    return text != null
        ? Optional.of(text.getBytes(StandardCharsets.UTF_8))
        : Optional.ofNullable(bytes).map(Padded::bytes);
  }

  List<String> children() {
    return names == null || names.isEmpty() ? List.of() : List.of(names.split("/"));
  }

  Optional<String> linkName() {
    return Optional.ofNullable(link);
  }

  Optional<String> realPath() {
    return Optional.ofNullable(real);
  }

  /** This place; throws the recorded problem if the machine refused to answer. */
  Place open() {
    if (refusal != null) {
      throw refusal.again();
    }
    return this;
  }
}
