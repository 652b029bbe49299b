import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Creates the files of a host with many PCI functions, in the form of Linux's sysfs.
 *
 * <p>Usage: {@code java FunctionTree.java FOLDER COUNT}. The host has as many PCI domains as
 * necessary. Each domain has root ports with cards; two cards have virtual functions, of which
 * every other one is bound to pciback. Every eighth domain number is above ffff, as behind a VMD.
 */
final class FunctionTree {
  private static final int PORTS = 24;
  private static final int DOMAINS_TO_A_VMD = 8;

  /** The maximum length of a kernel parameter (kernel/params.c, param_set_charp). */
  private static final int LONGEST_PARAMETER = 1024;

  /** A kind of function; ids and class as numbers, 0x8086_10d3 and 0x02_00_00. */
  private record Kind(int id, int subsystem, int type, String driver) {
    Kind heldBy(String other) {
      return new Kind(id, subsystem, type, other);
    }

    boolean bridge() {
      return type == 0x06_04_00;
    }
  }

  private record Function(String address, String folder, Kind kind) {
    /** The bus below a root port has the number of the port's device. */
    int busBelow() {
      int end = address.lastIndexOf('.');
      return Integer.parseInt(address.substring(end - 2, end), 16);
    }
  }

  private static final Kind HOST_BRIDGE = new Kind(0x8086_2020, 0x8086_0000, 0x06_00_00, "");
  private static final Kind ROOT_PORT = new Kind(0x8086_2030, 0x8086_0000, 0x06_04_00, "pcieport");

  /** The cards behind the root ports, in turn. */
  private static final List<List<Kind>> CARDS =
      List.of(
          card(4, new Kind(0x8086_1521, 0x1028_0602, 0x02_00_00, "igb")),
          card(1, new Kind(0x144d_a808, 0x144d_a801, 0x01_08_02, "nvme")),
          withVirtual(
              card(2, new Kind(0x8086_1592, 0x1137_02bf, 0x02_00_00, "ice")),
              64,
              new Kind(0x8086_1889, 0x8086_0000, 0x02_00_00, "iavf")),
          List.of(
              new Kind(0x10de_1eb1, 0x10de_12a0, 0x03_00_00, "nouveau"),
              new Kind(0x10de_10f8, 0x10de_12a0, 0x04_03_00, "snd_hda_intel"),
              new Kind(0x10de_1ad8, 0x10de_12a0, 0x0c_03_30, "xhci_hcd"),
              new Kind(0x10de_1ad9, 0x10de_12a0, 0x0c_80_00, "")),
          card(1, new Kind(0x1000_0097, 0x1000_3090, 0x01_07_00, "mpt3sas")),
          withVirtual(
              card(2, new Kind(0x15b3_1017, 0x15b3_0007, 0x02_00_00, "mlx5_core")),
              62,
              new Kind(0x15b3_1018, 0x15b3_0007, 0x02_00_00, "mlx5_core")),
          card(2, new Kind(0x1077_2261, 0x1077_029a, 0x0c_04_00, "qla2xxx")),
          card(1, new Kind(0x1912_0014, 0x1912_0014, 0x0c_03_30, "xhci_hcd")));

  private FunctionTree() {}

  public static void main(String[] arguments) throws IOException {
    Path host = Path.of(arguments[0]);
    List<Function> functions = functions(Integer.parseInt(arguments[1]));
    Path drivers = Files.createDirectories(host.resolve("sys/bus/pci/drivers"));
    Files.createDirectories(host.resolve("sys/bus/pci/devices"));
    for (Function function : functions) {
      Files.createDirectories(drivers.resolve(function.kind().driver()));
      Files.createDirectories(host.resolve("sys").resolve(function.folder()));
    }
    functions.parallelStream().forEach(function -> write(host.resolve("sys"), function));
    hideAtBoot(host, functions);
  }

  private static List<Kind> card(int functions, Kind kind) {
    return java.util.Collections.nCopies(functions, kind);
  }

  private static List<Kind> withVirtual(List<Kind> physical, int count, Kind kind) {
    List<Kind> all = new ArrayList<>(physical);
    for (int i = 0; i < count; i++) {
      all.add(i % 2 == 0 ? kind : kind.heldBy("pciback"));
    }
    return all;
  }

  private static List<Function> functions(int count) {
    List<Function> functions = new ArrayList<>();
    for (int i = 0; functions.size() < count; i++) {
      boolean vmd = i % DOMAINS_TO_A_VMD == DOMAINS_TO_A_VMD - 1;
      functions.addAll(domain(vmd ? 0x10000 + i / DOMAINS_TO_A_VMD : i));
    }
    return functions.subList(0, count);
  }

  private static List<Function> domain(int domain) {
    String root = "devices/pci%04x:00/".formatted(domain);
    List<Function> functions = new ArrayList<>();
    String bridge = "%04x:00:00.0".formatted(domain);
    functions.add(new Function(bridge, root + bridge, HOST_BRIDGE));
    for (int port = 1; port <= PORTS; port++) {
      String above = "%04x:00:%02x.0".formatted(domain, port);
      functions.add(new Function(above, root + above, ROOT_PORT));
      List<Kind> card = CARDS.get(port % CARDS.size());
      for (int i = 0; i < card.size(); i++) {
        String address = "%04x:%02x:%02x.%x".formatted(domain, port, i / 8, i % 8);
        functions.add(new Function(address, root + above + "/" + address, card.get(i)));
      }
    }
    return functions;
  }

  private static void write(Path sys, Function function) {
    Path folder = sys.resolve(function.folder());
    Kind kind = function.kind();
    try {
      for (Map.Entry<String, String> file : files(function).entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
      Files.write(folder.resolve("config"), config(function));
      Files.createSymbolicLink(
          sys.resolve("bus/pci/devices").resolve(function.address()),
          Path.of("../../../" + function.folder()));
      if (!kind.driver().isEmpty()) {
        Path driver = sys.resolve("bus/pci/drivers").resolve(kind.driver());
        Files.createSymbolicLink(folder.resolve("driver"), folder.relativize(driver));
        Files.createSymbolicLink(driver.resolve(function.address()), driver.relativize(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The small files, in the formats of the kernel (drivers/pci/pci-sysfs.c, pci-driver.c). */
  private static Map<String, String> files(Function function) {
    Kind kind = function.kind();
    int vendor = kind.id() >>> 16;
    int device = kind.id() & 0xffff;
    int subvendor = kind.subsystem() >>> 16;
    int subdevice = kind.subsystem() & 0xffff;
    int type = kind.type();
    String modalias =
        "pci:v%08Xd%08Xsv%08Xsd%08Xbc%02Xsc%02Xi%02X"
            .formatted(
                vendor, device, subvendor, subdevice, type >> 16, type >> 8 & 0xff, type & 0xff);
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "uevent",
        (kind.driver().isEmpty() ? "" : "DRIVER=" + kind.driver() + "\n")
            + "PCI_CLASS=%04X\nPCI_ID=%04X:%04X\nPCI_SUBSYS_ID=%04X:%04X\n"
                .formatted(type, vendor, device, subvendor, subdevice)
            + "PCI_SLOT_NAME=%s\nMODALIAS=%s\n".formatted(function.address(), modalias));
    files.put("class", "0x%06x\n".formatted(type));
    files.put("vendor", "0x%04x\n".formatted(vendor));
    files.put("device", "0x%04x\n".formatted(device));
    files.put("subsystem_vendor", "0x%04x\n".formatted(subvendor));
    files.put("subsystem_device", "0x%04x\n".formatted(subdevice));
    files.put("revision", "0x01\n");
    files.put("irq", "24\n");
    files.put(
        "resource",
        "0x00000000fe000000 0x00000000fe00ffff 0x0000000000040200\n"
            + "0x0000000000000000 0x0000000000000000 0x0000000000000000\n".repeat(12));
    if (kind.bridge()) {
      files.put("secondary_bus_number", "%d\n".formatted(function.busBelow()));
      files.put("subordinate_bus_number", "%d\n".formatted(function.busBelow()));
    }
    return files;
  }

  /** A configuration space with the PCI Express capability only. */
  private static byte[] config(Function function) {
    Kind kind = function.kind();
    ByteBuffer space = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    space.putShort(0x00, (short) (kind.id() >>> 16));
    space.putShort(0x02, (short) kind.id());
    space.putShort(0x06, (short) 0x0010);
    space.putInt(0x08, kind.type() << 8 | 1);
    space.put(0x0e, (byte) (kind.bridge() ? 1 : 0));
    if (kind.bridge()) {
      space.put(0x19, (byte) function.busBelow());
      space.put(0x1a, (byte) function.busBelow());
    } else {
      space.putShort(0x2c, (short) (kind.subsystem() >>> 16));
      space.putShort(0x2e, (short) kind.subsystem());
    }
    space.put(0x34, (byte) 0x40);
    space.putShort(0x40, (short) 0x0010);
    return space.array();
  }

  /** Hides functions of pciback at boot, as many as fit into one parameter. */
  private static void hideAtBoot(Path host, List<Function> functions) throws IOException {
    StringBuilder list = new StringBuilder();
    for (Function function : functions) {
      String group = "(" + function.address() + ")";
      boolean named =
          function.kind().driver().equals("pciback") && function.address().length() == 12;
      if (named && list.length() + group.length() <= LONGEST_PARAMETER) {
        list.append(group);
      }
    }
    Path file = host.resolve("etc/modprobe.d/xen-pciback.conf");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "options xen-pciback hide=" + list + "\n");
    Files.createDirectories(host.resolve("proc"));
    Files.writeString(host.resolve("proc/cmdline"), "root=/dev/mapper/vg-root ro console=hvc0\n");
    Files.createDirectories(host.resolve("bin"));
    Files.createDirectories(host.resolve("sbin"));
    Files.createFile(host.resolve("bin/kmod"));
    Files.createSymbolicLink(host.resolve("sbin/modprobe"), Path.of("../bin/kmod"));
  }
}
