package gangway.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/** A folder with files of a host, and PCI functions as sysfs shows them. */
record SysfsFolder(Path root) {
  void bridge(String address) throws IOException {
    made("sys/devices/pci0000:00/" + address, "8086:0001 0000:0000 604");
  }

  void function(String bridge, String address, String ids) throws IOException {
    made("sys/devices/pci0000:00/%s/%s".formatted(bridge, address), ids);
  }

  private void made(String folder, String ids) throws IOException {
    String[] words = ids.split(" ");
    write(
        folder + "/uevent",
        "PCI_CLASS=%s00\nPCI_ID=%s\nPCI_SUBSYS_ID=%s\n".formatted(words[2], words[0], words[1]));
    Path link = root.resolve("sys/bus/pci/devices/" + folder.replaceFirst(".*/", ""));
    Files.createDirectories(Objects.requireNonNull(link.getParent()));
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of("../../../../" + folder));
  }

  String text(String file) throws IOException {
    return Files.readString(root.resolve(file));
  }

  void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    Files.writeString(path, text);
  }

  /** Deletes all functions. */
  void empty() throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve("sys"))) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
