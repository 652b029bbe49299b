package gangway.boot.initramfs;

import gangway.boot.FileEdit;
import gangway.boot.InitramfsToolsFiles;
import gangway.boot.ListedDevices;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * initramfs-tools, of Debian and Ubuntu (update-initramfs(8), lsinitramfs(8)).
 *
 * @param files the texts of Gangway's own files for it that the host has
 */
record InitramfsTools(Map<Path, String> files) implements Initramfs {
  /** The mode of an executable file, as lsinitramfs prints it. */
  private static final String EXECUTABLE = "-rwxr-xr-x";

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

  @Override
  public boolean carries(Machine machine, Path image, List<FileEdit> edits) {
    Optional<Result> listing =
        machine.ask(Command.of("lsinitramfs", "-l", image.toString())).filter(Result::ok);
    return listing.isPresent()
        && edits.stream()
            .allMatch(edit ->
                agrees(
                    listing.get().out(),
                    InitramfsToolsFiles.inImage(edit),
                    isExecuted(edit.file()) ? EXECUTABLE : ""));
  }

  /** The fields of a line: mode, links, owner, group, size, date, time, name. */
  private static boolean agrees(String listing, FileEdit edit, String mode) {
    String name = edit.file().toString().substring(1);
    Optional<String> line =
        listing.lines().filter(l -> l.endsWith(" " + name) || l.equals(name)).findFirst();
    return edit.after()
        .map(text ->
            line.filter(l -> l.startsWith(mode) && l.matches(".* " + bytes(text) + " .*"))
                .isPresent())
        .orElse(line.isEmpty());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
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

  @Override
  public boolean isExecuted(Path file) {
    return InitramfsToolsFiles.have(file);
  }

  /** The hook works while the image is built, and is not part of it. */
  @Override
  public boolean packs(Path file) {
    return Initramfs.super.packs(file) || file.equals(InitramfsToolsFiles.SCRIPT.file());
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
