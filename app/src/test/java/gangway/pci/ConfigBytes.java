package gangway.pci;

import java.util.Arrays;

/** A configuration space that is made up: an empty header, and the capabilities one asks for. */
public final class ConfigBytes {
  private static final int FIRST = 0x40;
  private static final int EXPRESS = 0x10;
  private static final int EXPRESS_LENGTH = 0x3c;
  private static final int MSI_X = 0x11;
  private static final int MSI_X_LENGTH = 0x0c;

  private final byte[] bytes = new byte[256];
  private int lastPointer = 0x34;
  private int free = FIRST;

  /** What is read where nobody answers. */
  public static byte[] gone() {
    byte[] ones = new byte[256];
    Arrays.fill(ones, (byte) 0xff);
    return ones;
  }

  /** An endpoint with a link, each of generation and lanes. */
  public ConfigBytes express(int ableGeneration, int ableLanes, int generation, int lanes) {
    int at = capability(EXPRESS, EXPRESS_LENGTH);
    put(at + 0x0c, ableLanes << 4 | ableGeneration);
    put(at + 0x12, lanes << 4 | generation);
    return this;
  }

  public ConfigBytes msiX(int vectors) {
    put(capability(MSI_X, MSI_X_LENGTH) + 2, vectors - 1);
    return this;
  }

  /** The ids of a virtual function. */
  public ConfigBytes withoutIds() {
    put(0, 0xffff);
    put(2, 0xffff);
    return this;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  private int capability(int id, int length) {
    int at = free;
    bytes[6] = 0x10;
    bytes[lastPointer] = (byte) at;
    bytes[at] = (byte) id;
    lastPointer = at + 1;
    free = at + length;
    return at;
  }

  private void put(int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >> 8);
  }
}
