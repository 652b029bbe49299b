package gangway.boot.initramfs;

import gangway.machine.Command;
import gangway.machine.Machine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * The images of a host, each with the tool that made it. The content of an image tells that: a
 * distribution can have the programs of several tools.
 */
record MadeImages(SequencedMap<KernelImage, Maker> makers) {
  MadeImages {
    makers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(makers));
  }

  /** The tool that made an image. */
  enum Maker {
    /** Its images list dracut's own modules (dracut.sh). */
    DRACUT("dracut") {
      @Override
      boolean isInstalled(Machine machine) {
        return Dracut.isInstalled(machine);
      }

      @Override
      boolean made(Machine machine, KernelImage image) {
        return isInstalled(machine) && lists(machine, "usr/lib/dracut/modules.txt", image);
      }
    },
    MKINITCPIO("mkinitcpio") {
      @Override
      boolean isInstalled(Machine machine) {
        return Mkinitcpio.isInstalled(machine);
      }

      @Override
      boolean made(Machine machine, KernelImage image) {
        return isInstalled(machine) && Mkinitcpio.made(machine, image);
      }
    },
    MKINITFS("mkinitfs") {
      @Override
      boolean isInstalled(Machine machine) {
        return Mkinitfs.isInstalled(machine);
      }

      @Override
      boolean made(Machine machine, KernelImage image) {
        return isInstalled(machine) && Mkinitfs.made(machine, image);
      }
    },
    /** Its images have a copy of its configuration (mkinitramfs). dracut's program tells it. */
    INITRAMFS_TOOLS("initramfs-tools") {
      @Override
      boolean isInstalled(Machine machine) {
        return InitramfsTools.isInstalled(machine);
      }

      @Override
      boolean made(Machine machine, KernelImage image) {
        return Dracut.isInstalled(machine) && lists(machine, "conf/initramfs.conf", image);
      }
    },
    UNKNOWN("an unknown tool") {
      @Override
      boolean isInstalled(Machine machine) {
        return false;
      }

      @Override
      boolean made(Machine machine, KernelImage image) {
        return true;
      }
    };

    /** The tools whose programs tell whether they made an image. */
    private static final List<Maker> TELLING = List.of(DRACUT, MKINITCPIO, MKINITFS);

    private final String title;

    Maker(String title) {
      this.title = title;
    }

    abstract boolean isInstalled(Machine machine);

    abstract boolean made(Machine machine, KernelImage image);

    private static boolean lists(Machine machine, String file, KernelImage image) {
      return machine
          .ask(Command.of("lsinitrd", "-f", file, image.path().toString()))
          .filter(result -> result.ok() && !result.out().isBlank())
          .isPresent();
    }

    static Maker of(Machine machine, KernelImage image) {
      return Stream.of(values())
          .filter(maker -> maker.made(machine, image))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Whether a tool is installed whose images tell that it made them. */
  static boolean tellTheirMaker(Machine machine) {
    return Maker.TELLING.stream().anyMatch(maker -> maker.isInstalled(machine));
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
          installed(machine)
              + " is installed, but /boot has no initramfs image of an installed kernel");
    }
    Maker maker = found.getFirst();
    if (found.size() > 1 || !maker.isInstalled(machine)) {
      return new UnsupportedGenerator(
          "%s is installed, but not all initramfs images are made by it: %s"
              .formatted(installed(machine), list()));
    }
    List<KernelImage> images = List.copyOf(makers.keySet());
    return switch (maker) {
      case INITRAMFS_TOOLS -> InitramfsTools.of(machine);
      case MKINITCPIO -> Mkinitcpio.of(machine, images);
      case MKINITFS -> Mkinitfs.of(machine, images);
      default -> dracut(machine, images);
    };
  }

  private static Initramfs dracut(Machine machine, List<KernelImage> images) {
    return images.stream()
        .filter(image -> !image.hasModules(machine))
        .findFirst()
        .<Initramfs>map(image ->
            new UnsupportedGenerator(
                "dracut cannot rebuild %s without the kernel's modules, %s/modules.dep"
                    .formatted(image.path(), image.modules())))
        .orElseGet(() -> Dracut.of(machine, images));
  }

  private static String installed(Machine machine) {
    return Maker.TELLING.stream()
        .filter(maker -> maker.isInstalled(machine))
        .map(maker -> maker.title)
        .findFirst()
        .orElseThrow();
  }

  private String list() {
    StringJoiner list = new StringJoiner(", ");
    makers.forEach((image, maker) -> list.add("%s by %s".formatted(image.path(), maker.title)));
    return list.toString();
  }
}
