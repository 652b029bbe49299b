package gangway.boot.initramfs;

import gangway.boot.ConfigDialect;
import gangway.boot.FileEdit;
import gangway.boot.MkinitcpioPresets;
import gangway.boot.MkinitcpioSettings;
import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * mkinitcpio, of Arch Linux (mkinitcpio(8), mkinitcpio.conf(5), lsinitcpio(1)).
 *
 * <p>Its init loads the modules of {@code MODULES} before udev finds a device; with the hook
 * systemd, systemd-modules-load does so beside udev, so that the softdep lines in modprobe's files
 * count. It follows only the softdeps of the modules themselves, so {@code MODULES} must name
 * pciback.
 *
 * <p>All images are rebuilt by its presets, as after an update of the kernel. If there is space, it
 * writes a new file beside an image, which then replaces the image.
 *
 * @param images the images that the presets build, each with its kernel
 */
record Mkinitcpio(List<KernelImage> images, MkinitcpioSettings settings) implements Initramfs {
  /** The settings of busybox's init in an image; names of modules have {@code _}. */
  private static final Path INIT_SETTINGS = Path.of("/config");

  /** The modules that systemd-modules-load loads in an image. */
  private static final Path SYSTEMD_MODULES = Path.of("/etc/modules-load.d/MODULES.conf");

  private static final Path SYSTEMD = Path.of("/usr/lib/systemd/systemd");
  private static final String UNPACK = "lsinitcpio -x \"$image\" > /dev/null";
  private static final Command REBUILD = Command.of("mkinitcpio", "-P").unlimited();

  Mkinitcpio {
    images = List.copyOf(images);
  }

  static boolean isInstalled(Machine machine) {
    return MkinitcpioSettings.areRead(machine);
  }

  /** Whether mkinitcpio made an image: the image has a copy of the settings. */
  static boolean made(Machine machine, KernelImage image) {
    return machine
        .ask(Command.of("lsinitcpio", "-c", image.path().toString()))
        .filter(result -> result.ok() && !result.out().isBlank())
        .isPresent();
  }

  /**
   * The tool, or why Gangway cannot use it.
   *
   * @param installed the images of the installed kernels
   */
  static Initramfs of(Machine machine, List<KernelImage> installed) {
    MkinitcpioPresets presets = MkinitcpioPresets.read(machine);
    MkinitcpioSettings settings = MkinitcpioSettings.read(machine, presets);
    List<KernelImage> images = new ArrayList<>();
    for (MkinitcpioPresets.Preset preset : presets.all()) {
      Optional<String> release = KernelImage.release(machine, preset.kernel());
      if (release.isEmpty()) {
        return new UnsupportedGenerator(
            "the kernel %s of %s has no modules".formatted(preset.kernel(), preset.file()));
      }
      images.add(new KernelImage(preset.image(), release.get()));
    }
    return settings
        .obstacle()
        .or(() -> obstacle(machine, installed, images))
        .<Initramfs>map(UnsupportedGenerator::new)
        .orElseGet(() -> new Mkinitcpio(images, settings));
  }

  private static Optional<String> obstacle(
      Machine machine, List<KernelImage> installed, List<KernelImage> images) {
    List<Path> built = images.stream().map(KernelImage::path).toList();
    for (KernelImage image : installed) {
      if (!built.contains(image.path())) {
        return Optional.of("no preset in /etc/mkinitcpio.d builds " + image.path());
      }
    }
    for (KernelImage image : images) {
      if (!machine.exists(image.path())) {
        return Optional.of(
            "a preset in /etc/mkinitcpio.d names %s, which does not exist: run 'mkinitcpio -P'"
                .formatted(image.path()));
      }
      if (!image.hasPciback(machine) && !image.hasPcibackBuiltIn(machine)) {
        return Optional.of(
            "the kernel %s has no xen-pciback, so mkinitcpio would fail".formatted(image.kernel()));
      }
    }
    return Optional.empty();
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
    return images.stream().map(KernelImage::path).toList();
  }

  /** mkinitcpio writes beside an image only if a quarter more than its size is free. */
  @Override
  public long space(long image) {
    return image + image / 4;
  }

  @Override
  public boolean carries(Machine machine, Path image, List<FileEdit> edits) {
    List<Path> files =
        Stream.concat(Stream.of(INIT_SETTINGS, SYSTEMD_MODULES), edits.stream().map(FileEdit::file))
            .toList();
    MkinitcpioSettings written = settings.ofGangway();
    return UnpackedImage.read(machine, UNPACK, image, files)
        .filter(content -> !mustLoad(machine, image, written) || loadsPciback(content))
        .filter(content ->
            edits.stream().allMatch(edit -> content.agrees(edit, written.installs(edit.file()))))
        .isPresent();
  }

  private boolean mustLoad(Machine machine, Path image, MkinitcpioSettings written) {
    return written.loadsPciback()
        && images.stream().anyMatch(one -> one.path().equals(image) && one.hasPciback(machine));
  }

  private static boolean loadsPciback(UnpackedImage content) {
    boolean loads =
        content.has(SYSTEMD)
            ? lines(content, SYSTEMD_MODULES).anyMatch("xen-pciback"::equals)
            : lines(content, INIT_SETTINGS)
                .anyMatch(line -> line.matches("MODULES=\"(.* )?xen_pciback( .*)?\""));
    return content.hasPciback() && loads;
  }

  private static Stream<String> lines(UnpackedImage content, Path file) {
    return content.text(file).stream().flatMap(String::lines);
  }

  @Override
  public List<FileEdit> requiredFiles(List<Path> carried) {
    return settings.edits(carried);
  }

  @Override
  public Optional<String> byHand() {
    return Optional.of("then: " + REBUILD);
  }

  @Override
  public Optional<ConfigDialect> dialect() {
    return Optional.of(ConfigDialect.MKINITCPIO);
  }

  @Override
  public String toString() {
    return "mkinitcpio";
  }
}
