package gangway.pci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * A folder with the sysfs of the RHEL 5 guide's host: a network card at {@code 0000:09:00.0} and
 * one with two functions at {@code 0000:0a:04}.
 */
final class Sysfs implements TempDirFactory {
  private static final String CARD = "pci0000:00/0000:00:1c.0/0000:09:00.0";
  private static final String TWIN = "pci0000:00/0000:00:1e.0/0000:0a:04.";

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    Path root = Files.createTempDirectory("sysfs");
    function(root, "pci0000:00/0000:00:1c.0", "8086:a110", "60400", "pcieport");
    function(root, "pci0000:00/0000:00:1e.0", "8086:244e", "60401", "");
    function(root, CARD, "8086:10d3", "20000", "e1000e");
    function(root, TWIN + "0", "8086:100e", "20000", "e1000");
    function(root, TWIN + "1", "8086:100e", "20000", "");

    Path card = root.resolve("sys/devices").resolve(CARD);
    Files.writeString(card.resolve("reset_method"), "flr bus\n");
    Files.writeString(card.resolve("irq"), "16\n");
    for (String number : new String[] {"120", "24", "9"}) {
      put(card.resolve("msi_irqs").resolve(number), "msix\n");
    }
    Files.writeString(
        card.resolve("resource"), "0x00000000fea40000 0x00000000fea5ffff 0x0000000000040200\n");
    Files.writeString(card.resolve("numa_node"), "1\n");
    Files.write(card.resolve("config"), Examples.configBytes("82574l.txt"));
    link(card.resolve("iommu_group"), "../../../../kernel/iommu_groups/14");
    link(card.resolve("virtfn1"), "../0000:09:10.2");
    link(card.resolve("virtfn0"), "../0000:09:10.0");

    Path old = root.resolve("sys/devices").resolve(TWIN + "0");
    Files.writeString(old.resolve("reset"), "");
    Files.writeString(old.resolve("irq"), "0\n");
    Files.writeString(old.resolve("numa_node"), "-1\n");

    module(root, "e1000e", "e1000e");
    module(root, "xhci_hcd", "xhci_pci");
    return root;
  }

  private static void function(Path root, String path, String id, String classCode, String driver)
      throws IOException {
    String address = path.substring(path.lastIndexOf('/') + 1);
    Path folder = root.resolve("sys/devices").resolve(path);
    put(folder.resolve("uevent"), Examples.uevent(address, id, classCode, driver));
    link(root.resolve("sys/bus/pci/devices").resolve(address), "../../../devices/" + path);
    if (!driver.isEmpty()) {
      Files.createDirectories(root.resolve("sys/bus/pci/drivers").resolve(driver));
      String up = "../".repeat(folder.getNameCount() - root.resolve("sys").getNameCount());
      link(folder.resolve("driver"), up + "bus/pci/drivers/" + driver);
    }
  }

  private static void module(Path root, String driver, String module) throws IOException {
    link(
        root.resolve("sys/bus/pci/drivers").resolve(driver).resolve("module"),
        "../../../../module/" + module);
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void link(Path link, String target) throws IOException {
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
  }
}
