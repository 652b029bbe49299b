package gangway.host;

import gangway.boot.BootSettings;
import gangway.boot.BootSettingsReader;
import gangway.pci.Examples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** The kernel of the guide's dom0: its PCI functions, their drivers, and how it boots. */
final class GuideKernel {
  private static final String IMAGE = PlainDom0.IMAGE;

  /** The parameter of pciback, as it was when the module was loaded. */
  private static final String HIDE = "sys/module/xen_pciback/parameters/hide";

  /** What the kernel shows of a text that is not set. */
  private static final String NOTHING = "(null)\n";

  /** A driver that binds only to functions that are reserved for it. */
  private static final String VFIO = "vfio-pci";

  /** A function: its folder below /sys/devices, and the driver that is made for it. */
  private record Device(String folder, String id, String type, String driver) {}

  private final HostFiles files;
  private final Map<String, Device> devices = new TreeMap<>();
  private final Set<String> packed = new TreeSet<>();
  private final PciEnds.Memory pciback = PciEnds.Memory.empty();
  private boolean listsTwice;

  GuideKernel(HostFiles files) {
    this.files = files;
  }

  /** pciback lists a function as often as it is told of it. */
  void listsTwice() {
    listsTwice = true;
  }

  void function(String path, String id, String type, String driver) {
    String address = path.substring(path.lastIndexOf('/') + 1);
    devices.put(address, new Device("sys/devices/pci0000:00/" + path, id, type, driver));
    files.put(folder(address) + "/uevent", Examples.uevent(address, id, type, ""));
    files.put(folder(address) + "/driver_override", driver.equals(VFIO) ? VFIO + "\n" : NOTHING);
    files.put(folder(address) + "/reset_method", "pm\n");
    files.link("sys/bus/pci/devices/" + address, "../../../../" + folder(address));
    if (!driver.isEmpty()) {
      files.put(driverFolder(driver) + "/bind", "");
      files.put(driverFolder(driver) + "/unbind", "");
      bind(driver, address);
    }
  }

  /** The folder of a function below the root. */
  String folder(String address) {
    return device(address).folder();
  }

  /** The driver that is made for a function. */
  String driver(String address) {
    return device(address).driver();
  }

  String id(String address) {
    return device(address).id();
  }

  private Device device(String address) {
    Device device = devices.get(address);
    if (device == null) {
      throw new IllegalArgumentException("no function " + address);
    }
    return device;
  }

  static String driverFolder(String driver) {
    return "sys/bus/pci/drivers/" + driver;
  }

  /** The file of a module that is not loaded, or is. */
  static String module(String name) {
    return "lib/modules/" + name + ".ko";
  }

  /** Makes a driver's folder, as loading its module does. */
  void load(String driver, String module) {
    List<String> attributes = new ArrayList<>(List.of("bind", "unbind"));
    if (driver.equals(Owner.PCIBACK)) {
      attributes.addAll(List.of("new_slot", "remove_slot", "slots", "permissive"));
    }
    if (files.exists(driverFolder(driver) + "/module")) {
      return;
    }
    attributes.forEach(attribute -> files.put(driverFolder(driver) + "/" + attribute, ""));
    if (driver.equals(Owner.PCIBACK)) {
      files.put(HIDE, NOTHING);
    }
    files.put("sys/module/" + module + "/initstate", "live\n");
    files.link(driverFolder(driver) + "/module", "../../../../module/" + module);
  }

  /** Makes a driver hold a function; whether it did. */
  boolean bind(String driver, String address) {
    Device device = devices.get(address);
    boolean takes =
        driver.equals(Owner.PCIBACK)
            ? slots().contains(address)
            : device != null && device.driver().equals(driver);
    String override =
        device == null ? "" : files.text(folder(address) + "/driver_override").strip();
    boolean overridden = !override.equals("(null)") && !override.equals(driver);
    overridden |= driver.equals(VFIO) && !override.equals(VFIO);
    if (device == null || !takes || overridden || files.exists(folder(address) + "/driver")) {
      return false;
    }
    String up = "../".repeat(device.folder().split("/").length - 1);
    files.link(folder(address) + "/driver", up + "bus/pci/drivers/" + driver);
    files.link(driverFolder(driver) + "/" + address, "../../../../../" + device.folder());
    files.put(
        folder(address) + "/uevent", Examples.uevent(address, device.id(), device.type(), driver));
    return true;
  }

  /** Makes the driver that is made for a function hold it, where it is there; it never fails. */
  boolean probe(String address) {
    Device device = devices.get(address);
    if (device != null && files.exists(driverFolder(device.driver()) + "/bind")) {
      bind(device.driver(), address);
    }
    return device != null;
  }

  /** Looks for functions for a driver that has just come. */
  void probeAll() {
    devices.keySet().forEach(this::probe);
  }

  /** Makes a driver let go of a function; whether it did. */
  boolean unbind(String driver, String address) {
    Device device = devices.get(address);
    if (device == null || !files.exists(driverFolder(driver) + "/" + address)) {
      return false;
    }
    files.without(folder(address) + "/driver");
    files.without(driverFolder(driver) + "/" + address);
    files.put(
        folder(address) + "/uevent", Examples.uevent(address, device.id(), device.type(), ""));
    return true;
  }

  /** Lists a function among those pciback may hold, or takes it from them; whether it could. */
  boolean slot(String address, boolean listed) {
    List<String> slots = new ArrayList<>(slots());
    boolean was = slots.contains(address);
    if (!listed || !listsTwice) {
      slots.removeIf(address::equals);
    }
    if (listed) {
      slots.add(address);
    }
    Collections.sort(slots); // the kernel's order means nothing
    files.put(
        driverFolder(Owner.PCIBACK) + "/slots",
        slots.isEmpty() ? "" : String.join("\n", slots) + "\n");
    return listed || was;
  }

  private List<String> slots() {
    return files.text(driverFolder(Owner.PCIBACK) + "/slots").lines().toList();
  }

  /** Takes what is written to an attribute of sysfs; whether the kernel took it. */
  boolean takes(Path attribute, String text) {
    String driver = String.valueOf(attribute.getName(attribute.getNameCount() - 2));
    return switch (String.valueOf(attribute.getFileName())) {
      case "bind" -> bind(driver, text);
      case "unbind" -> unbind(driver, text);
      case "drivers_probe" -> probe(text);
      case "new_slot" -> slot(text, true);
      case "remove_slot" -> slot(text, false);
      case "driver_override" -> {
        files.put(
            attribute.toString().substring(1), text.isBlank() ? "(null)\n" : text.strip() + "\n");
        yield true;
      }
      default -> false;
    };
  }

  /** Packs the scripts of a folder, and the order in which they run: that of the package last. */
  private void packScripts(ImageText image, String folder, String last) {
    StringBuilder order = new StringBuilder();
    for (String name : files.machine().list(Path.of("/etc/initramfs-tools/" + folder))) {
      String file = "etc/initramfs-tools/" + folder + name;
      image.add(folder + name, files.text(file));
      if (files.mode(file).contains("x")) {
        order.append("/%s%s \"$@\"\n".formatted(folder, name));
      }
    }
    image.add(folder + "ORDER", order + "/%s%s \"$@\"\n".formatted(folder, last));
  }

  /** Packs modprobe's files into the initramfs, which here is its own listing. */
  void pack() {
    ImageText image = new ImageText();
    for (String name : files.machine().list(Path.of("/etc/modprobe.d"))) {
      image.add("etc/modprobe.d/" + name, files.text("etc/modprobe.d/" + name));
    }
    packScripts(image, "scripts/init-top/", "udev");
    packScripts(image, "scripts/local-block/", "lvm2");
    packed.clear();
    BootSettings settings = new BootSettingsReader(files.machine()).read();
    devices.keySet().stream()
        .filter(function -> settings.hiding(Examples.address(function)).isPresent())
        .forEach(packed::add);
    files.put(IMAGE, UnpackedImages.COMPRESSED + image);
  }

  /** The image with files in it, if a tool has built one. */
  private Optional<ImageText> image() {
    return files.machine().list(Path.of("/boot")).stream()
        .map(name -> "boot/" + name)
        .filter(name -> files.machine().list(Path.of("/", name)).isEmpty())
        .map(files::text)
        .filter(ImageText::isImage)
        .map(ImageText::of)
        .findFirst();
  }

  /** The functions in the list that an image contains. */
  private void read(ImageText image) {
    packed.clear();
    String lines = String.join("\n", image.modprobeLines());
    devices.keySet().stream()
        .filter(function -> lines.contains("(" + function + ")"))
        .forEach(packed::add);
  }

  /** What pciback remembers of the guests. */
  PciEnds.Memory pciback() {
    return pciback;
  }

  /** Boots again, with what the initramfs has. */
  void reboot() {
    pciback.clear();
    image().ifPresent(this::read);
    if (files.exists(HIDE)) {
      files.put(HIDE, packed.isEmpty() ? NOTHING : hideList() + "\n");
    }
    files.put("proc/sys/kernel/random/boot_id", UUID.randomUUID() + "\n");
    devices.forEach((function, device) -> {
      unbind(Owner.PCIBACK, function);
      unbind(device.driver(), function);
      slot(function, packed.contains(function));
      if (!device.driver().isEmpty()) {
        load(device.driver(), device.driver());
      }
      if (files.exists(folder(function) + "/driver_override")) {
        files.put(folder(function) + "/driver_override", "(null)\n");
      }
      bind(packed.contains(function) ? Owner.PCIBACK : device.driver(), function);
    });
  }

  private String hideList() {
    return packed.stream().map(function -> "(" + function + ")").collect(Collectors.joining());
  }

  /** The module whose alias a function's is, if there is one here. */
  String moduleFor(String modalias) {
    return devices.entrySet().stream()
        .filter(device -> files.text(folder(device.getKey()) + "/uevent").contains(modalias + "\n"))
        .map(device -> device.getValue().driver())
        .findFirst()
        .orElse("");
  }

  /** A function's configuration space, and what the kernel always has beside it. */
  void config(String address, byte[] bytes) {
    String folder = folder(address);
    files.put(folder + "/config", bytes);
    putIfAbsent(folder + "/irq", "0\n");
    putIfAbsent(folder + "/resource", ("0x" + "0".repeat(16) + " 0x0 0x0\n").repeat(13));
  }

  private void putIfAbsent(String file, String text) {
    if (!files.exists(file)) {
      files.put(file, text);
    }
  }
}
