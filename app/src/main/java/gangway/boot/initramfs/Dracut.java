package gangway.boot.initramfs;

import gangway.boot.ConfigDialect;
import gangway.boot.Dialect;
import gangway.boot.DracutFiles;
import gangway.boot.DracutSettings;
import gangway.boot.FileEdit;
import gangway.boot.loader.OneShotEntry.Parameter;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * dracut, of Fedora, SUSE, Gentoo and others (dracut(8), dracut.conf(5), lsinitrd(1)).
 *
 * <p>A driver in {@code force_drivers} is in every image, and dracut loads it before systemd-udevd
 * starts ({@code rd.driver.pre=} in the image's {@code /etc/cmdline.d}). Without {@code hostonly},
 * images have no file of {@code /etc/modprobe.d}, so {@code install_items} names the files.
 *
 * @param images the images of the installed kernels; not rescue images, which hide nothing
 * @param settings the text of Gangway's file of dracut's settings, if it is there
 * @param files the texts of Gangway's module for dracut that the host has
 */
record Dracut(List<KernelImage> images, Optional<String> settings, Map<Path, String> files)
    implements Initramfs {
  private static final Path LOADS_EARLY = Path.of("/etc/cmdline.d/20-force_drivers.conf");

  Dracut {
    images = List.copyOf(images);
    files = Map.copyOf(files);
  }

  static boolean isInstalled(Machine machine) {
    return DracutSettings.areRead(machine);
  }

  static Dracut of(Machine machine, List<KernelImage> images) {
    return new Dracut(images, machine.exact(DracutSettings.FILE), DracutFiles.read(machine));
  }

  @Override
  public Optional<Command> rebuild() {
    return Optional.of(Command.of("dracut", "--force", "--regenerate-all"));
  }

  /**
   * dracut writes into an existing image, and a power cut would leave an image that does not boot.
   * So it writes a new file, which then replaces the image. It does so for each kernel that has an
   * image, because {@code --regenerate-all} also makes images for kernels that had none.
   */
  @Override
  public List<ImageBuild> builds() {
    return images.stream().map(Dracut::build).toList();
  }

  private static ImageBuild build(KernelImage image) {
    return ImageBuild.beside(
        image.path(), built -> Command.of("dracut", "--force", built.toString(), image.kernel()));
  }

  @Override
  public List<Path> images(Machine machine) {
    return images.stream().map(KernelImage::path).toList();
  }

  @Override
  public boolean carries(Machine machine, Path image, List<FileEdit> edits) {
    Optional<List<String>> listed =
        told(machine, "lsinitrd", image.toString()).map(text -> names(text).toList());
    if (listed.isEmpty()) {
      return false;
    }
    DracutSettings written = DracutSettings.ofGangway(machine);
    boolean loads =
        !written.forcesPciback()
            || images.stream()
                .filter(one -> one.path().equals(image) && one.hasPciback(machine))
                .allMatch(_ -> loadsPciback(machine, image, listed.get()));
    return loads
        && edits.stream().allMatch(edit -> agrees(machine, image, listed.get(), edit, written));
  }

  private static boolean loadsPciback(Machine machine, Path image, List<String> listed) {
    return listed.stream().anyMatch(name -> name.matches(".*/xen-pciback\\.ko(\\.\\w+)?"))
        && content(machine, image, LOADS_EARLY)
            .filter(text -> text.lines().anyMatch("rd.driver.pre=xen_pciback"::equals))
            .isPresent();
  }

  /**
   * A file that Gangway does not demand may be left out, but an image must not have another text.
   */
  private static boolean agrees(
      Machine machine, Path image, List<String> listed, FileEdit edit, DracutSettings written) {
    if (edit.file().equals(DracutFiles.GIVE_BACK.file())) {
      return DracutFiles.hook(listed)
          .flatMap(hook -> content(machine, image, hook))
          .equals(edit.after());
    }
    boolean there = listed.contains(relative(edit.file()));
    return there
        ? content(machine, image, edit.file()).equals(edit.after())
        : edit.after().isEmpty() || !written.installs(edit.file());
  }

  private static Optional<String> content(Machine machine, Path image, Path file) {
    return told(machine, "lsinitrd", "-f", relative(file), image.toString());
  }

  private static Optional<String> told(Machine machine, String... words) {
    return machine.ask(Command.of(words)).filter(Result::ok).map(Result::out);
  }

  /** The names in a listing, the last field of each line; a link's line has an arrow behind it. */
  private static Stream<String> names(String listing) {
    return listing
        .lines()
        .map(line -> line.replaceFirst(" -> .*", ""))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1));
  }

  private static String relative(Path file) {
    return file.toString().substring(1);
  }

  @Override
  public List<FileEdit> requiredFiles(List<Path> carried) {
    return FileEdit.between(DracutSettings.FILE, settings, DracutSettings.text(carried)).stream()
        .toList();
  }

  /**
   * The settings that put pciback and modprobe's file into the images are there already if a list
   * is in that file. With rd.shell=0 and rd.emergency=reboot, the image reboots where it would
   * start a shell (dracut.cmdline(7)); the kernel, too, must reboot after a panic.
   */
  @Override
  public Optional<GivingBack> givingBack() {
    Stream<FileEdit> early =
        settings.isPresent()
            ? Stream.empty()
            : Stream.of(
                new FileEdit(
                    DracutSettings.FILE,
                    Optional.empty(),
                    DracutSettings.text(List.of(Dialect.MODPROBE_D.file()))));
    return Optional.of(
        new GivingBack(
            Stream.concat(early, DracutFiles.added(files).stream()).toList(),
            DracutFiles.removed(files),
            List.of(
                new Parameter("panic", "30"),
                new Parameter("rd.shell", "0"),
                new Parameter("rd.emergency", "reboot"))));
  }

  @Override
  public boolean isExecuted(Path file) {
    return DracutFiles.have(file);
  }

  @Override
  public boolean packs(Path file) {
    return Initramfs.super.packs(file) || file.equals(DracutFiles.GIVE_BACK.file());
  }

  @Override
  public Optional<String> byHand() {
    return rebuild().map(command -> "then: " + command);
  }

  @Override
  public Optional<ConfigDialect> dialect() {
    return Optional.of(ConfigDialect.DRACUT);
  }

  @Override
  public String toString() {
    return "dracut";
  }
}
