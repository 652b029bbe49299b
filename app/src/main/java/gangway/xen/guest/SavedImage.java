package gangway.xen.guest;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.xen.definition.Toolstack;
import gangway.xen.definition.libvirt.DomainXml;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The header of a saved guest's file: how the guest was created, and how a restore will create it.
 *
 * @param writer the toolstack that wrote it
 * @param devices number of devices that the guest had when it was saved
 * @param hotPlug whether the guest had, or may have had, hot-plug enabled, so that it may have had
 *     devices before
 * @param start offset of the guest's state, in bytes
 */
public record SavedImage(Toolstack writer, int devices, boolean hotPlug, long start) {
  /** More than the configuration of any guest needs. */
  private static final int MAX_BYTES = 1024 * 1024;

  /**
   * xl's magic. Four words of four bytes follow: a byte order, mandatory flags, optional flags, and
   * the length of the rest; then the length of libxl's JSON and the JSON (tools/xl/xl.h, {@code
   * struct save_file_header}; tools/xl/xl_vmcontrol.c).
   */
  private static final byte[] XL = bytes("Xen saved domain, xl format\n \0 \r");

  private static final int XL_WORDS = 3;

  /**
   * libvirt's magic. A version, the length of the XML and ten unused words follow; then the XML
   * (src/libxl/libxl_conf.h, {@code libxlSavefileHeader}).
   */
  private static final byte[] LIBVIRT = bytes("libvirt-xml\n \0 \r");

  private static final int LIBVIRT_WORDS_LEFT = 10;

  /** Whether the guest certainly had no device since its boot. */
  public boolean safe() {
    return devices == 0 && !hotPlug;
  }

  /** Origin and history, for the administrator. */
  @Override
  public String toString() {
    String had =
        devices > 0
            ? "the guest had devices when it was saved: " + devices
            : hotPlug
                ? "the guest had hot-plug enabled, so it may have had devices"
                : "the guest had no device";
    return "saved by " + writer + "; " + had;
  }

  /**
   * Reads the header of a file.
   *
   * @return empty if there is no file, if it is not a saved guest, or if the header is truncated
   */
  public static Optional<SavedImage> read(Machine machine, Path file) {
    return reading(
            machine, file, channel -> parse(Channels.newInputStream(channel).readNBytes(MAX_BYTES)))
        .flatMap(image -> image);
  }

  /** Whether a file is a saved guest with its complete state. */
  public static boolean complete(Machine machine, Path file) {
    return read(machine, file)
        .flatMap(image ->
            reading(machine, file, channel -> new SavedStream(channel).complete(image.start)))
        .orElse(false);
  }

  /** A function that reads from a channel. */
  private interface Reading<T> {
    T from(SeekableByteChannel channel) throws IOException;
  }

  private static <T> Optional<T> reading(Machine machine, Path file, Reading<T> reading) {
    Optional<SeekableByteChannel> opened = machine.open(file);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (SeekableByteChannel channel = opened.get()) {
      return Optional.of(reading.from(channel));
    } catch (IOException e) {
      throw Problem.failed(
          "'%s' cannot be read".formatted(file),
          "check its disk and file system; 'dmesg' shows kernel errors",
          e.toString());
    }
  }

  /** The guest's definition in a file that libvirt wrote; empty for any other file. */
  public static Optional<DomainXml> definition(Machine machine, Path file) {
    return reading(machine, file, channel -> Channels.newInputStream(channel).readNBytes(MAX_BYTES))
        .filter(beginning -> startsWith(beginning, LIBVIRT))
        .flatMap(beginning -> definition(behind(beginning, LIBVIRT)));
  }

  /**
   * The guest's name in a file: {@code c_info.name} of libxl's JSON, or {@code name} of libvirt's
   * XML. Empty if there is no file, if it is not a saved guest, or if it has no name.
   */
  public static Optional<String> guest(Machine machine, Path file) {
    return reading(machine, file, channel -> Channels.newInputStream(channel).readNBytes(MAX_BYTES))
        .flatMap(SavedImage::guest);
  }

  /**
   * The guest's UUID in a file that xl wrote, which the restored domain has too: {@code
   * c_info.uuid} of libxl's JSON. Empty for any other file.
   */
  public static Optional<String> uuid(Machine machine, Path file) {
    return reading(machine, file, channel -> Channels.newInputStream(channel).readNBytes(MAX_BYTES))
        .filter(beginning -> startsWith(beginning, XL))
        .flatMap(SavedImage::creation)
        .flatMap(Creation::uuid);
  }

  static Optional<String> guest(byte[] beginning) {
    if (startsWith(beginning, XL)) {
      return creation(beginning).flatMap(Creation::name);
    }
    return startsWith(beginning, LIBVIRT)
        ? definition(behind(beginning, LIBVIRT)).map(DomainXml::guest)
        : Optional.empty();
  }

  /** libxl's JSON in a file that xl wrote. */
  private static Optional<String> creation(byte[] beginning) {
    ByteBuffer rest = behind(beginning, XL);
    return skip(rest, XL_WORDS + 1).flatMap(_ -> json(rest));
  }

  private static Optional<DomainXml> definition(ByteBuffer rest) {
    return skip(rest, 1)
        .flatMap(_ -> word(rest))
        .flatMap(length -> skip(rest, LIBVIRT_WORDS_LEFT).flatMap(_ -> text(rest, length)))
        .flatMap(DomainXml::parse);
  }

  static Optional<SavedImage> parse(byte[] beginning) {
    if (startsWith(beginning, XL)) {
      ByteBuffer rest = behind(beginning, XL);
      return skip(rest, XL_WORDS)
          .flatMap(_ -> word(rest))
          .flatMap(
              length -> ofXl(rest, XL.length + rest.position() + Integer.toUnsignedLong(length)));
    }
    if (startsWith(beginning, LIBVIRT)) {
      ByteBuffer rest = behind(beginning, LIBVIRT);
      return definition(rest)
          .map(made ->
              new SavedImage(
                  Toolstack.LIBVIRT,
                  made.functions().size(),
                  made.hotPlug(),
                  LIBVIRT.length + rest.position()));
    }
    return Optional.empty();
  }

  private static Optional<SavedImage> ofXl(ByteBuffer rest, long start) {
    return json(rest)
        .flatMap(Creation::parse)
        .map(made ->
            new SavedImage(
                Toolstack.XL,
                made.functions().size(),
                made.hotPlug(Optional.empty()) != HotPlugSupport.NO,
                start));
  }

  private static Optional<String> json(ByteBuffer rest) {
    return word(rest).flatMap(length -> text(rest, length));
  }

  private static ByteBuffer behind(byte[] beginning, byte[] magic) {
    return ByteBuffer.wrap(beginning).position(magic.length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Optional<ByteBuffer> skip(ByteBuffer bytes, int words) {
    int after = bytes.position() + words * Integer.BYTES;
    return after <= bytes.limit() ? Optional.of(bytes.position(after)) : Optional.empty();
  }

  private static Optional<Integer> word(ByteBuffer bytes) {
    return bytes.remaining() >= Integer.BYTES ? Optional.of(bytes.getInt()) : Optional.empty();
  }

  private static Optional<String> text(ByteBuffer bytes, int length) {
    if (length < 0 || length > bytes.remaining()) {
      return Optional.empty();
    }
    byte[] text = new byte[length];
    bytes.get(text);
    return Optional.of(new String(text, StandardCharsets.UTF_8).replace("\0", ""));
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
