package gangway.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of one lab, in a folder with its name. */
record LabFiles(Path folder) {
  Path disk() {
    return folder.resolve("disk.qcow2");
  }

  /** The CD that copies files into the host, see {@link Cargo}. */
  Path cargo() {
    return folder.resolve("cargo.raw");
  }

  Path nvme(int index) {
    return folder.resolve("nvme" + index + ".raw");
  }

  Path qmp() {
    return folder.resolve("qmp");
  }

  Path pid() {
    return folder.resolve("pid");
  }

  Path sshControl() {
    return folder.resolve("ssh");
  }

  Path state() {
    return folder.resolve("lab.properties");
  }

  /** The serial output of Xen and the host since the last start of the lab. */
  Path serial() {
    return folder.resolve("serial.log");
  }

  Path qemuLog() {
    return folder.resolve("qemu.log");
  }

  /** The last lines of the serial log, as evidence after a failure. */
  List<String> serialEnd(int lines) {
    try (Stream<String> all = Files.lines(serial(), StandardCharsets.ISO_8859_1)) {
      List<String> kept = all.filter(line -> !line.isBlank()).toList();
      return kept.subList(Math.max(0, kept.size() - lines), kept.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  void create() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes all files of a stopped lab except its logs. */
  void clear() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (!file.equals(serial()) && !file.equals(qemuLog())) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
