package gangway.pci;

import gangway.pci.Capability.PortType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes a configuration space with the capabilities of a test. */
public final class ConfigBytes {
  private final ByteBuffer space = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
  private int lastPointer = 0x34;
  private int next = 0x40;

  public ConfigBytes() {
    space.put(0x06, (byte) 0x10); // has a list of capabilities
  }

  /** The bytes of a function that does not answer. */
  public static byte[] gone() {
    byte[] ones = new byte[256];
    Arrays.fill(ones, (byte) 0xff);
    return ones;
  }

  /** Makes it a PCI Express function with a port type. */
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

  /** Makes it an endpoint with a supported and a current link. */
  public ConfigBytes express(int ableGeneration, int ableLanes, int generation, int lanes) {
    int at = next;
    express(PortType.ENDPOINT);
    space.putInt(at + 0x0c, ableLanes << 4 | ableGeneration);
    space.putShort(at + 0x12, (short) (lanes << 4 | generation));
    return this;
  }

  /** Adds MSI-X. */
  public ConfigBytes msiX(int vectors) {
    space.putShort(capability(0x11, 0x0c) + 2, (short) (vectors - 1));
    return this;
  }

  /** Adds SR-IOV without created virtual functions; it must be PCI Express. */
  public ConfigBytes virtualFunctions(int total, int offset, int stride) {
    space.putInt(0x100, 1 << 16 | 0x10);
    space.putShort(0x10e, (short) total);
    space.putShort(0x114, (short) offset);
    space.putShort(0x116, (short) stride);
    return this;
  }

  /** Gives it the ids of a virtual function. */
  public ConfigBytes withoutIds() {
    space.putInt(0, -1);
    return this;
  }

  /** Adds MSI. */
  public ConfigBytes messages() {
    capability(0x05, 0x10);
    return this;
  }

  /** Adds MSI, switched on. */
  public ConfigBytes messagesInUse() {
    space.putShort(capability(0x05, 0x10) + 2, (short) 1);
    return this;
  }

  /** Adds a capability without meaning here, such as the subsystem ids of a conventional bridge. */
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
