package gangway.boot.initramfs;

import gangway.boot.FileEdit;
import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * No initramfs that contains modprobe's files: modprobe's files are read from the root file system.
 * This includes mkinitrd of RHEL 5, whose images load only the drivers of the root file system.
 */
record NoInitramfs() implements Initramfs {
  @Override
  public Optional<Command> rebuild() {
    return Optional.empty();
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public List<Path> images(Machine machine) {
    return List.of();
  }

  @Override
  public boolean packs(Path file) {
    return false;
  }

  @Override
  public boolean carries(Machine machine, Path image, List<FileEdit> edits) {
    return false;
  }

  @Override
  public List<FileEdit> requiredFiles() {
    return List.of();
  }

  @Override
  public Optional<String> byHand() {
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "none";
  }
}
