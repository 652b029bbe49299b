package gangway.machine.capture;

import gangway.json.JsonLine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a machine answered about one place: a file, a folder, a link, or a node of XenStore.
 *
 * <p>A capture holds tens of thousands of them, most with a text alone; so what was not answered is
 * null here, and a list of names is one string.
 *
 * @param text the content, where it is UTF-8
 * @param bytes the content, where it is not
 * @param names the names in it, with {@code /} between them: no name has one
 * @param link the name a symbolic link ends in
 * @param real the path behind all links
 * @param there whether it was seen to be there, if nothing else tells
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

  /** More bytes than this are nothing that observing asks for. */
  static final int MOST_BYTES = 16 * 1024 * 1024;

  /**
   * Bytes that end in zeros, as configuration spaces do.
   *
   * @param base64 those before the zeros
   * @param size how many there are with the zeros
   */
  record Padded(String base64, int size) {
    Padded {
      if (size < 0 || size > MOST_BYTES) {
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

    /** Those of somebody else's making. */
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

  static Place ofText(String text) {
    return new Place(text, null, null, null, null, false, null);
  }

  /**
   * Reads a place as {@link CaptureWriter} writes it: a text, or an object.
   *
   * @throws IllegalArgumentException if that is not what stands there
   */
  static Place read(JsonLine json) {
    if (json.isString()) {
      return ofText(json.string());
    }
    String text = null;
    String base64 = null;
    int size = 0;
    String names = null;
    String link = null;
    String real = null;
    boolean there = false;
    String refused = null;
    String wayOut = "";
    json.object();
    for (String name : json.members()) {
      switch (name) {
        case "text" -> text = json.string();
        case "base64" -> base64 = json.string();
        case "size" -> size = json.number();
        case "list" -> names = names(json.string());
        case "link" -> link = names(json.string());
        case "real" -> real = path(json.string());
        case "there" -> there = json.bool();
        case "refused" -> refused = json.string();
        // older captures name the fix "wayOut"
        case "remedy", "wayOut" -> wayOut = json.string();
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
        refused == null ? null : new Refusal(refused, wayOut));
  }

  /** A path that can be one. */
  static String path(String text) {
    if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a path in it is none");
    }
    return text;
  }

  /** Names that lead nowhere else than into their folder. */
  private static String names(String text) {
    boolean absurd =
        text.isEmpty()
            || text.indexOf('\0') >= 0
            || ("/" + text + "/").contains("//")
            || ("/" + text + "/").contains("/./")
            || ("/" + text + "/").contains("/../");
    if (absurd) {
      throw new IllegalArgumentException("a name in it is none");
    }
    return text;
  }

  Place withText(String value) {
    return new Place(value, null, names, link, real, there, refusal);
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

  /** Whether the text is all there is. */
  boolean onlyText() {
    return text != null
        && names == null
        && link == null
        && real == null
        && !there
        && refusal == null;
  }

  boolean exists() {
    return there
        || text != null
        || bytes != null
        || names != null
        || link != null
        || real != null
        || refusal != null;
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

  /** Answers, unless the machine refused to. */
  Place open() {
    if (refusal != null) {
      throw refusal.again();
    }
    return this;
  }
}
