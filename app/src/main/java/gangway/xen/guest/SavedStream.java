package gangway.xen.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/**
 * The state of a guest in the format of libxl since Xen 4.6: records with lengths, and a nested
 * stream of similar records of libxc (docs/specs/libxl-migration-stream.pandoc and
 * libxc-migration-stream.pandoc in Xen's sources).
 *
 * <p>Both streams have an end record; without it, the file is incomplete.
 *
 * <p>See docs/decisions/0021-a-saved-guest-ends-last.md.
 */
final class SavedStream {
  /** {@code LibxlFmt}, big-endian. */
  private static final long LIBXL = 0x4c6962786c466d74L;

  /** {@code XENF}, which follows a marker of ones. */
  private static final long LIBXC_MARKER = -1;

  private static final int LIBXC = 0x58454e46;

  private static final int LIBXL_HEADER = 16;
  private static final int LIBXC_HEADERS = 24 + 16;
  private static final int RECORD_HEADER = 8;
  private static final int ALIGNMENT = 8;

  private static final int END = 0;
  private static final int LIBXC_CONTEXT = 1;

  /** Stands for the end of the file; no record has this type. */
  private static final int NONE = -1;

  /**
   * How much is read at once, in bytes. Most records of a guest's memory are larger than this, and
   * only their headers are needed; a made-up image can consist of headers only.
   */
  private static final int BLOCK = 64 * 1024;

  private final SeekableByteChannel file;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK).limit(0);
  private long blockStart;
  private long position;

  SavedStream(SeekableByteChannel file) {
    this.file = file;
  }

  /**
   * Whether the file has a complete stream from an offset to its end. Zeros, which a power cut can
   * leave, look like an end record; so nothing may follow the end record.
   */
  boolean complete(long start) throws IOException {
    position = start;
    ByteBuffer header = next(LIBXL_HEADER);
    if (!header.hasRemaining() || header.getLong() != LIBXL) {
      return false;
    }
    for (int type = record(); type != NONE; type = record()) {
      if (type == END) {
        return position == file.size();
      }
      if (type == LIBXC_CONTEXT && !libxcComplete()) {
        return false;
      }
    }
    return false;
  }

  private boolean libxcComplete() throws IOException {
    ByteBuffer header = next(LIBXC_HEADERS);
    if (!header.hasRemaining() || header.getLong() != LIBXC_MARKER || header.getInt() != LIBXC) {
      return false;
    }
    int type = record();
    while (type != NONE && type != END) {
      type = record();
    }
    return type == END;
  }

  /** Skips a record and returns its type. */
  private int record() throws IOException {
    ByteBuffer header = next(RECORD_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    if (!header.hasRemaining()) {
      return NONE;
    }
    int type = header.getInt();
    long length = Integer.toUnsignedLong(header.getInt());
    position += (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return type;
  }

  /** The next bytes; empty if the file has fewer. */
  private ByteBuffer next(int length) throws IOException {
    if (position < blockStart || position + length > blockStart + block.limit()) {
      readBlock();
    }
    int at = Math.toIntExact(position - blockStart);
    if (block.limit() < at + length) {
      return ByteBuffer.allocate(0);
    }
    position += length;
    return block.slice(at, length);
  }

  /** Reads the block at the position; it is shorter at the end of the file. */
  private void readBlock() throws IOException {
    blockStart = position;
    block.clear();
    file.position(position);
    while (block.hasRemaining() && file.read(block) >= 0) {
      // a file can be read in parts
    }
    block.flip();
  }
}
