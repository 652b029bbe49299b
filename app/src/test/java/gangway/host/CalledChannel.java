package gangway.host;

import gangway.Problem;
import gangway.host.CallFault.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** An open file of which each read is a call of the program. */
record CalledChannel(SeekableByteChannel file, String name, Calls calls)
    implements SeekableByteChannel {
  @Override
  public int read(ByteBuffer to) throws IOException {
    try {
      return calls.make(Call.READ, "read on in " + name, () -> readOn(to));
    } catch (Problem failed) {
      throw new IOException(failed.blocker(), failed);
    }
  }

  private int readOn(ByteBuffer to) {
    try {
      return file.read(to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return file.write(from);
  }

  @Override
  public long position() throws IOException {
    return file.position();
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    file.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    file.truncate(size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
