package gangway.xen.definition;

import gangway.pci.Examples;
import gangway.pci.PciAddress;
import gangway.xen.definition.libvirt.Draft;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** New guests, and the output of virt-install for them. */
public final class NewGuestExamples {
  public static final Path KERNEL = Path.of("/srv/vmlinux");
  public static final Path INITRD = Path.of("/srv/guest.img");
  public static final Path DISK = Path.of("/srv/db1.img");
  public static final String BRIDGE = "xenbr0";

  private NewGuestExamples() {}

  /** The guest db1 with a kernel of dom0. */
  public static NewGuest withKernel(Toolstack toolstack, String... functions) {
    return new NewGuest(
        "db1",
        toolstack,
        256,
        2,
        Optional.of(NewGuest.Kernel.untold(KERNEL, Optional.of(INITRD))),
        List.of(),
        List.of(),
        addresses(functions));
  }

  /** The guest db1 that boots from its disk. */
  public static NewGuest withDisk(Toolstack toolstack, String... functions) {
    return new NewGuest(
        "db1",
        toolstack,
        256,
        2,
        Optional.empty(),
        List.of(DISK),
        List.of(BRIDGE),
        addresses(functions));
  }

  private static List<PciAddress> addresses(String... functions) {
    return Stream.of(functions).map(Examples::address).toList();
  }

  /** The command of virt-install for a guest. */
  public static String virtInstall(NewGuest guest) {
    return Draft.command(guest).toString();
  }

  /** The output of virt-install 4.1 for the guest with a kernel and one function. */
  public static final String WRITTEN =
      """
      <domain type="xen">
        <name>db1</name>
        <uuid>dfcb1f27-a1eb-4fac-820e-0a415e5a4a8f</uuid>
        <memory>262144</memory>
        <currentMemory>262144</currentMemory>
        <vcpu>2</vcpu>
        <os>
          <type arch="x86_64" machine="xenpv">xen</type>
          <kernel>/srv/vmlinux</kernel>
          <initrd>/srv/guest.img</initrd>
        </os>
        <devices>
          <console type="pty"/>
          <hostdev mode="subsystem" type="pci" managed="no">
            <source>
              <address domain="0" bus="9" slot="0" function="0"/>
            </source>
            <driver name="xen"/>
          </hostdev>
        </devices>
      </domain>

      """;
}
