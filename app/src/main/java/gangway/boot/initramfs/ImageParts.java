package gangway.boot.initramfs;

import gangway.machine.Machine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The archives of an initramfs image, which the kernel unpacks one after the other: any number of
 * cpio archives, for example with microcode, and at the end a compressed one
 * (Documentation/driver-api/early-userspace/buffer-format.rst in Linux).
 *
 * @param parts in the order in which the kernel unpacks them
 */
record ImageParts(List<Part> parts) {
  /** The beginning of a header of cpio, without and with check sums. */
  private static final List<String> HEADERS = List.of("070701", "070702");

  private static final int HEADER_BYTES = 110;
  private static final int FILE_SIZE_AT = 54;
  private static final int NAME_SIZE_AT = 94;
  private static final int ALIGNMENT = 4;
  private static final String END = "TRAILER!!!";
  private static final int MAX_NAME = 4096;
  private static final int BLOCK = 4096;

  /** The programs that decompress, by the first bytes of what they decompress. */
  private static final Map<String, String> PROGRAMS =
      Map.of(
          "1f8b", "gzip -dc",
          "28b52ffd", "zstd -dcq",
          "fd377a585a00", "xz -dc",
          "5d0000", "xz -dc",
          "02214c18", "lz4 -dc",
          "04224d18", "lz4 -dc",
          "425a68", "bzip2 -dc",
          "894c5a4f", "lzop -dc");

  ImageParts {
    parts = List.copyOf(parts);
  }

  /**
   * One archive.
   *
   * @param offset the place of its first byte in the image
   * @param decompress the command that decompresses it; empty if it is not compressed
   */
  record Part(long offset, Optional<String> decompress) {}

  /** Finds the archives of an image; empty if the image cannot be read or has an unknown format. */
  static Optional<ImageParts> of(Machine machine, Path image) {
    try (SeekableByteChannel channel = machine.open(image).orElse(null)) {
      return channel == null ? Optional.empty() : new Reader(channel).read();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /**
   * For hosts without cpio, which have 3cpio: unmkinitramfs(8) unpacks the whole image, and each
   * archive into a folder of its own if there are several.
   */
  private static final String WHOLE =
      "unmkinitramfs \"$image\" . && for part in early* main; do"
          + " [ ! -d \"$part\" ] || cp -alf \"$part/.\" . || exit 1; done";

  /**
   * The shell command that unpacks the files in some folders of {@code $image} into the current
   * folder. Later archives replace the files of earlier ones, as in the kernel. cpio fails if an
   * archive ends early, also because a program before it fails.
   */
  String unpacking(List<Path> folders) {
    return "if command -v cpio > /dev/null; then %s; else %s; fi".formatted(files(folders), WHOLE);
  }

  private String files(List<Path> folders) {
    String patterns =
        folders.stream()
            .map(folder -> "'%s/*'".formatted(folder.toString().substring(1).replace("'", "'\\''")))
            .distinct()
            .collect(Collectors.joining(" "));
    return parts.stream()
        .map(part ->
            "tail -c +%d \"$image\" | %scpio -i -d -u --quiet --no-absolute-filenames %s"
                .formatted(
                    part.offset() + 1,
                    part.decompress().map(program -> program + " | ").orElse(""),
                    patterns))
        .collect(Collectors.joining(" && "));
  }

  private record Reader(SeekableByteChannel channel) {
    Optional<ImageParts> read() throws IOException {
      List<Part> parts = new ArrayList<>();
      long at = 0;
      while (at < channel.size()) {
        if (isHeader(at)) {
          parts.add(new Part(at, Optional.empty()));
          at = afterZeros(afterArchive(at));
        } else {
          Optional<String> program = program(at);
          if (program.isEmpty()) {
            return Optional.empty();
          }
          parts.add(new Part(at, program));
          at = channel.size();
        }
      }
      return parts.isEmpty() ? Optional.empty() : Optional.of(new ImageParts(parts));
    }

    private boolean isHeader(long at) throws IOException {
      return HEADERS.contains(text(at, HEADERS.getFirst().length()));
    }

    private Optional<String> program(long at) throws IOException {
      String start = HexFormat.of().formatHex(bytes(at, 6));
      return PROGRAMS.keySet().stream().filter(start::startsWith).findFirst().map(PROGRAMS::get);
    }

    private long afterArchive(long start) throws IOException {
      long at = start;
      while (isHeader(at)) {
        long size = number(at + FILE_SIZE_AT);
        long name = number(at + NAME_SIZE_AT);
        boolean last = name < MAX_NAME && text(at + HEADER_BYTES, (int) name).startsWith(END);
        at = aligned(aligned(at + HEADER_BYTES + name) + size);
        if (last) {
          return at;
        }
      }
      throw new IOException("the archive does not end");
    }

    private long afterZeros(long start) throws IOException {
      long at = start;
      for (byte[] block = bytes(at, BLOCK); block.length > 0; block = bytes(at, BLOCK)) {
        for (byte b : block) {
          if (b != 0) {
            return at;
          }
          at++;
        }
      }
      return at;
    }

    private static long aligned(long at) {
      return (at + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Eight hexadecimal digits. */
    private long number(long at) throws IOException {
      try {
        return Long.parseLong(text(at, 8), 16);
      } catch (NumberFormatException e) {
        throw new IOException("not a header of cpio", e);
      }
    }

    private String text(long at, int length) throws IOException {
      return new String(bytes(at, length), StandardCharsets.ISO_8859_1);
    }

    /** Fewer bytes at the end of the image. */
    private byte[] bytes(long at, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(length);
      channel.position(at);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // reads on
      }
      byte[] read = new byte[buffer.position()];
      buffer.flip().get(read);
      return read;
    }
  }
}
