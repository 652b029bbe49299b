package gangway.pci;

import gangway.pci.Capability.PortType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes a configuration space with the capabilities a test is about. */
public final class ConfigBytes {
  private final ByteBuffer space = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
  private int lastPointer = 0x34;
  private int next = 0x40;

  public ConfigBytes() {
    space.put(0x06, (byte) 0x10); // there is a list of capabilities
  }

  /** Makes it a PCI Express function of a kind. */
  public ConfigBytes express(PortType type) {
    int code =
        switch (type) {
          case ENDPOINT -> 0x0;
          case ROOT_PORT -> 0x4;
          case UPSTREAM_PORT -> 0x5;
          case DOWNSTREAM_PORT -> 0x6;
          case BRIDGE_TO_PCI -> 0x7;
          default -> throw new IllegalArgumentException(type.words());
        };
    int at = capability(0x10, 0x3c);
    space.putShort(at + 2, (short) (code << 4 | 2));
    return this;
  }

  /** Lets it do interrupts by message. */
  public ConfigBytes messages() {
    capability(0x05, 0x10);
    return this;
  }

  /** Gives it a capability that says nothing here: a conventional bridge has its vendor's ids. */
  public ConfigBytes subsystem() {
    capability(0x0d, 8);
    return this;
  }

  private int capability(int id, int size) {
    int at = next;
    space.put(lastPointer, (byte) at);
    space.put(at, (byte) id);
    lastPointer = at + 1;
    next += size;
    return at;
  }

  public byte[] bytes() {
    return space.array().clone();
  }
}
