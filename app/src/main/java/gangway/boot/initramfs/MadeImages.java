package gangway.boot.initramfs;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.StringJoiner;

/**
 * The images of a host on which dracut is installed, each with the tool that made it. The content
 * of an image tells that: a distribution can have the programs of several tools.
 */
record MadeImages(SequencedMap<KernelImage, Maker> makers) {
  MadeImages {
    makers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(makers));
  }

  /** The tool that made an image. */
  enum Maker {
    /** Its images list dracut's own modules (dracut.sh). */
    DRACUT("dracut", "usr/lib/dracut/modules.txt"),
    /** Its images have a copy of its configuration (mkinitramfs). */
    INITRAMFS_TOOLS("initramfs-tools", "conf/initramfs.conf"),
    UNKNOWN("an unknown tool", "");

    private final String title;
    private final String file;

    Maker(String title, String file) {
      this.title = title;
      this.file = file;
    }

    static Maker of(Machine machine, KernelImage image) {
      for (Maker maker : List.of(DRACUT, INITRAMFS_TOOLS)) {
        Optional<Result> content =
            machine.ask(Command.of("lsinitrd", "-f", maker.file, image.path().toString()));
        if (content.filter(result -> result.ok() && !result.out().isBlank()).isPresent()) {
          return maker;
        }
      }
      return UNKNOWN;
    }
  }

  static MadeImages read(Machine machine) {
    SequencedMap<KernelImage, Maker> makers = new LinkedHashMap<>();
    KernelImage.all(machine).forEach(image -> makers.put(image, Maker.of(machine, image)));
    return new MadeImages(makers);
  }

  /** The tool that made all images. */
  Initramfs tool(Machine machine) {
    List<Maker> found = makers.values().stream().distinct().toList();
    if (found.isEmpty()) {
      return new UnsupportedGenerator(
          "dracut is installed, but /boot has no initramfs image of an installed kernel");
    }
    if (found.equals(List.of(Maker.INITRAMFS_TOOLS)) && InitramfsTools.isInstalled(machine)) {
      return new InitramfsTools();
    }
    if (!found.equals(List.of(Maker.DRACUT))) {
      return new UnsupportedGenerator(
          "dracut is installed, but not all initramfs images are made by it: " + list());
    }
    return makers.keySet().stream()
        .filter(image -> !image.hasModules(machine))
        .findFirst()
        .<Initramfs>map(image ->
            new UnsupportedGenerator(
                "dracut cannot rebuild %s without the kernel's modules, %s/modules.dep"
                    .formatted(image.path(), image.modules())))
        .orElseGet(() -> Dracut.of(machine, List.copyOf(makers.keySet())));
  }

  private String list() {
    StringJoiner list = new StringJoiner(", ");
    makers.forEach((image, maker) -> list.add("%s by %s".formatted(image.path(), maker.title)));
    return list.toString();
  }
}
