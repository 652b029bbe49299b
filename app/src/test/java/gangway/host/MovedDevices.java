package gangway.host;

import static gangway.host.GuideHost.CARD;

import gangway.pci.Examples;
import gangway.pci.PciAddress;
import gangway.pci.identity.AcknowledgedDevices;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.Identities;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Hosts whose devices had other addresses when they were recorded, and whose settings still name
 * these.
 */
public final class MovedDevices {
  /** Where the card was recorded; now it is at {@link GuideHost#CARD}. */
  public static final String OLD = "0000:08:00.0";

  /** The address of a second card of the same kind. */
  public static final String SECOND = "0000:04:00.0";

  public static final String LIST = "etc/modprobe.d/gangway.conf";
  public static final String XL = "etc/xen/pv2.cfg";
  public static final String LIBVIRT = "etc/libvirt/libxl/pv5.xml";

  private static final String SOFTDEP = "softdep e1000e pre: xen-pciback\n";
  private static final String XML =
      """
      <domain type='xen'>
        <name>pv5</name>
        <memory>262144</memory>
        <os>
          <type arch='x86_64' machine='xenpv'>linux</type>
          <kernel>/srv/vmlinux</kernel>
        </os>
        <devices>
          <hostdev mode='subsystem' type='pci' managed='yes'>
            <source>
              <address domain='0x0000' bus='%s' slot='0x00' function='0x0'/>
            </source>
          </hostdev>
        </devices>
      </domain>
      """;

  private MovedDevices() {}

  /** The card was at {@link #OLD}; the list and two definitions name that address. */
  public static GuideHost moved(GuideHost host) {
    named(host.config(CARD, Examples.configBytes("82574l.txt")));
    return recorded(host, Map.of(OLD, CARD));
  }

  /** The same with a card that has no serial number. */
  public static GuideHost likely(GuideHost host) {
    return recorded(
        named(host.config(CARD, Examples.configBytes("root-port.txt"))), Map.of(OLD, CARD));
  }

  /** The settings of {@link #moved}, without a record. */
  public static GuideHost named(GuideHost host) {
    return listed(host, OLD)
        .put(XL, definition("'08:00.0,permissive=1'"))
        .put(LIBVIRT, XML.formatted("0x08"));
  }

  /** Two cards of the same kind have changed places; each guest has one of them. */
  public static GuideHost swapped(GuideHost host) {
    withSecond(host.config(CARD, Examples.configBytes("82574l.txt")));
    listed(host, CARD, SECOND).put(XL, definition("'09:00.0'")).put(LIBVIRT, XML.formatted("0x04"));
    return recorded(host, Map.of(CARD, SECOND, SECOND, CARD));
  }

  /** The second card, with a serial number of its own. */
  public static GuideHost withSecond(GuideHost host) {
    return host.function(SECOND, "8086:10d3", "20000", "e1000e").config(SECOND, otherSerial());
  }

  /** The configuration space of a card of the same kind with the next serial number. */
  public static byte[] otherSerial() {
    byte[] bytes = Examples.configBytes("82574l.txt");
    byte[] serial = {(byte) 0xa5, (byte) 0xc4, 0x20, (byte) 0xff, (byte) 0xff, 0x21, 0x1b, 0};
    for (int at = 0; at + serial.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + serial.length, serial, 0, serial.length)) {
        bytes[at]++;
        return bytes;
      }
    }
    throw new IllegalStateException("no serial number");
  }

  /** Makes the list to hide at boot name functions, also in the initramfs. */
  public static GuideHost listed(GuideHost host, String... functions) {
    StringBuilder list = new StringBuilder();
    for (String function : functions) {
      list.append('(').append(function).append(')');
    }
    return host.put(LIST, "options xen-pciback hide=%s\n".formatted(list) + SOFTDEP).pack();
  }

  /** Records present devices at other addresses: the present ones by the recorded ones. */
  public static GuideHost recorded(GuideHost host, Map<String, String> places) {
    SortedMap<PciAddress, DeviceIdentity> devices = new TreeMap<>();
    places.forEach((recorded, present) ->
        devices.put(Examples.address(recorded), Identities.of(host, present)));
    return Identities.recorded(host, new AcknowledgedDevices(false, devices));
  }

  /** A definition of xl for guest pv2. */
  public static String definition(String pci) {
    return "name = 'pv2'\nbootloader = 'pygrub'\npci = [ %s ]\n".formatted(pci);
  }
}
