package gangway.boot.initramfs;

import gangway.boot.FileEdit;
import gangway.boot.InitramfsToolsFiles;
import gangway.boot.ListedDevices;
import gangway.boot.loader.OneShotEntry.Parameter;
import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * initramfs-tools, of Debian and Ubuntu (update-initramfs(8)).
 *
 * @param files the texts of Gangway's own files for it that the host has
 */
record InitramfsTools(Map<Path, String> files) implements Initramfs {
  private static final Path PROGRAM = Path.of("/usr/sbin/update-initramfs");

  /**
   * All kernels, because the kernel of the next boot is not known. The rebuild takes minutes on a
   * slow disk, and an image that is written in part does not boot.
   */
  private static final Command REBUILD =
      Command.of("update-initramfs", "-u", "-k", "all").unlimited();

  InitramfsTools {
    files = Map.copyOf(files);
  }

  static InitramfsTools of(Machine machine) {
    return new InitramfsTools(InitramfsToolsFiles.read(machine));
  }

  static boolean isInstalled(Machine machine) {
    return machine.exists(PROGRAM);
  }

  @Override
  public Optional<Command> rebuild() {
    return Optional.of(REBUILD);
  }

  @Override
  public List<ImageBuild> builds() {
    return List.of(new ImageBuild(REBUILD, Optional.empty()));
  }

  @Override
  public List<Path> images(Machine machine) {
    Path boot = Path.of("/boot");
    return machine.list(boot).stream()
        .filter(name ->
            name.matches("initrd\\.img-[0-9][^ ]*[^~]") && !name.matches(".*\\.(new|bak|dpkg-.*)"))
        .map(boot::resolve)
        .toList();
  }

  /**
   * Compares the texts. lsinitramfs(8) shows only sizes, and unmkinitramfs(8) has no filter and
   * decompresses an image twice, which takes a minute on a slow host.
   */
  @Override
  public boolean carries(Machine machine, Path image, List<FileEdit> edits) {
    List<FileEdit> copies = edits.stream().map(InitramfsToolsFiles::inImage).toList();
    List<InitramfsToolsFiles> scripts = InitramfsToolsFiles.scripts(edits);
    List<Path> files =
        Stream.concat(
                copies.stream().map(FileEdit::file),
                scripts.stream().map(InitramfsToolsFiles::order))
            .toList();
    List<Path> folders =
        files.stream().flatMap(file -> Stream.ofNullable(file.getParent())).toList();
    return ImageParts.of(machine, image)
        .flatMap(parts -> UnpackedImage.read(machine, parts.unpacking(folders), image, files))
        .filter(content -> copies.stream().allMatch(edit -> content.agrees(edit, true)))
        .filter(content ->
            scripts.stream()
                .allMatch(script -> content.text(script.order()).filter(script::runs).isPresent()))
        .isPresent();
  }

  /** Because of a softdep in modprobe's files, initramfs-tools adds pciback to the drivers. */
  @Override
  public List<FileEdit> requiredFiles(List<Path> carried) {
    return List.of();
  }

  @Override
  public boolean findsMovedDevices() {
    return true;
  }

  @Override
  public List<FileEdit> filesFor(ListedDevices devices) {
    return InitramfsToolsFiles.edits(files, devices);
  }

  /** With panic=, the image reboots where it would start a shell (initramfs-tools(7)). */
  @Override
  public Optional<GivingBack> givingBack() {
    return Optional.of(
        new GivingBack(
            InitramfsToolsFiles.GIVE_BACK.added(files).toList(),
            InitramfsToolsFiles.GIVE_BACK.removed(files).toList(),
            List.of(new Parameter("panic", "30"))));
  }

  @Override
  public boolean isExecuted(Path file) {
    return InitramfsToolsFiles.have(file);
  }

  @Override
  public boolean packs(Path file) {
    return Initramfs.super.packs(file) || InitramfsToolsFiles.arePacked(file);
  }

  @Override
  public Optional<String> byHand() {
    return Optional.of("then: " + REBUILD);
  }

  @Override
  public String toString() {
    return "initramfs-tools";
  }
}
