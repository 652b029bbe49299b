package gangway.boot.initramfs;

import gangway.boot.FileEdit;
import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A host whose initramfs images, if any, Gangway does not rebuild. */
sealed interface NotRebuilt extends Initramfs permits UnsupportedGenerator, NoInitramfs {
  @Override
  default Optional<Command> rebuild() {
    return Optional.empty();
  }

  @Override
  default List<ImageBuild> builds() {
    return List.of();
  }

  @Override
  default List<Path> images(Machine machine) {
    return List.of();
  }

  @Override
  default boolean packs(Path file) {
    return false;
  }

  @Override
  default boolean carries(Machine machine, Path image, List<FileEdit> edits) {
    return false;
  }

  @Override
  default List<FileEdit> requiredFiles(List<Path> carried) {
    return List.of();
  }
}
