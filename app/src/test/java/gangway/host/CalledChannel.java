package gangway.host;

import gangway.Problem;
import gangway.host.CallFault.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** An open file of which each read is a call of the program. */
final class CalledChannel extends ForwardedChannel {
  private final String name;
  private final Calls calls;

  CalledChannel(SeekableByteChannel file, String name, Calls calls) {
    super(file);
    this.name = name;
    this.calls = calls;
  }

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
      return super.read(to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
