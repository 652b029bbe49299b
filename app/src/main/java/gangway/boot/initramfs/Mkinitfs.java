package gangway.boot.initramfs;

import gangway.boot.ConfigDialect;
import gangway.boot.FileEdit;
import gangway.boot.MkinitfsSettings;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.MountTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * mkinitfs, of Alpine Linux (mkinitfs(1)).
 *
 * @param images the images of the installed kernels
 */
record Mkinitfs(List<KernelImage> images, MkinitfsSettings settings) implements Initramfs {
  private static final Path INIT = Path.of("/init");

  /** The type of the root file system that a diskless Alpine unpacks at each boot. */
  private static final String MEMORY = "tmpfs";

  /** What the init of its images says first (initramfs-init.in). */
  private static final String SIGN = "Alpine Init";

  /** No program of Alpine unpacks an image; the first bytes tell how it is compressed. */
  private static final String UNPACK =
      """
      case $(od -A n -t x1 -N 4 "$image" | tr -d ' ') in
        1f8b*) gzip -d -c "$image" ;;
        28b52ffd) zstd -d -c "$image" ;;
        fd377a58) xz -d -c "$image" ;;
        02214c18|04224d18) lz4 -d -c "$image" ;;
        30373037) cat "$image" ;;
      esac | cpio -i -d 2> /dev/null\
      """;

  Mkinitfs {
    images = List.copyOf(images);
  }

  static boolean isInstalled(Machine machine) {
    return MkinitfsSettings.areRead(machine);
  }

  static boolean made(Machine machine, KernelImage image) {
    return UnpackedImage.read(machine, UNPACK, image.path(), List.of(INIT))
        .flatMap(content -> content.text(INIT))
        .filter(text -> text.contains(SIGN))
        .isPresent();
  }

  /** The tool, or why Gangway cannot use it. */
  static Initramfs of(Machine machine, List<KernelImage> images) {
    MkinitfsSettings settings = MkinitfsSettings.read(machine);
    return settings
        .obstacle()
        .or(() -> inMemory(machine))
        .or(() -> withoutModules(machine, images))
        .<Initramfs>map(UnsupportedGenerator::new)
        .orElseGet(() -> new Mkinitfs(images, settings));
  }

  private static Optional<String> inMemory(Machine machine) {
    return MountTable.read(machine)
        .having(Path.of("/"))
        .map(MountTable.Mount::type)
        .filter(MEMORY::equals)
        .map(
            "the root file system is in memory (%s), so changed settings are lost at the next boot"
                ::formatted);
  }

  private static Optional<String> withoutModules(Machine machine, List<KernelImage> images) {
    return images.stream()
        .filter(image -> !image.hasModules(machine))
        .findFirst()
        .map(image ->
            "the kernel of %s has no modules, or it is not known which ones"
                .formatted(image.path()));
  }

  @Override
  public Optional<Command> rebuild() {
    return Optional.of(Command.of("mkinitfs"));
  }

  /** mkinitfs deletes an existing image first, and a power cut would leave none. */
  @Override
  public List<ImageBuild> builds() {
    return images.stream().map(Mkinitfs::build).toList();
  }

  private static ImageBuild build(KernelImage image) {
    return ImageBuild.beside(
        image.path(), built -> Command.of("mkinitfs", "-o", built.toString(), image.kernel()));
  }

  @Override
  public List<Path> images(Machine machine) {
    return images.stream().map(KernelImage::path).toList();
  }

  @Override
  public boolean carries(Machine machine, Path image, List<FileEdit> edits) {
    return UnpackedImage.read(machine, UNPACK, image, edits.stream().map(FileEdit::file).toList())
        .filter(content -> !mustLoad(machine, image) || loadsPciback(content))
        .filter(content ->
            edits.stream().allMatch(edit -> content.agrees(edit, settings.installs(edit.file()))))
        .isPresent();
  }

  /** The script of mkinitfs does not see it if a part of its pipes fails. */
  @Override
  public Optional<String> missing(Machine machine, Path built) {
    Optional<UnpackedImage> content = UnpackedImage.read(machine, UNPACK, built, List.of(INIT));
    if (content.isEmpty()) {
      return Optional.of("readable content");
    }
    if (content.get().text(INIT).filter(text -> text.contains(SIGN)).isEmpty()) {
      return Optional.of("the init of Alpine");
    }
    return Stream.of("/busybox", "/modules.dep.bin")
        .filter(end -> content.get().names().stream().noneMatch(name -> name.endsWith(end)))
        .findFirst()
        .map(end -> end.substring(1));
  }

  private boolean mustLoad(Machine machine, Path image) {
    return settings.hasFeature()
        && images.stream().anyMatch(one -> one.path().equals(image) && one.hasPciback(machine));
  }

  private static boolean loadsPciback(UnpackedImage content) {
    return content.hasPciback()
        && content.names().stream().anyMatch(name -> name.endsWith("/kmod"));
  }

  @Override
  public List<FileEdit> requiredFiles(List<Path> carried) {
    return settings.edits(carried);
  }

  /** Without a kernel, mkinitfs builds the image of the running one. */
  @Override
  public Optional<String> byHand() {
    return Optional.of("then run mkinitfs for each kernel: mkinitfs KERNEL-RELEASE");
  }

  @Override
  public Optional<ConfigDialect> dialect() {
    return Optional.of(ConfigDialect.MKINITFS);
  }

  @Override
  public String toString() {
    return "mkinitfs";
  }
}
