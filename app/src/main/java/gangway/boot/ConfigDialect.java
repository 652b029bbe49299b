package gangway.boot;

import gangway.Problem;
import gangway.boot.loader.GrubLoader;
import gangway.boot.loader.ToolLoader;
import gangway.pci.PciAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A way to hide functions at boot by hand: everything that an administrator writes on a host of
 * this kind. A line that begins with {@code #} names the file for the lines below it, or the
 * command to run afterwards.
 */
public enum ConfigDialect {
  /** modprobe's files of current systems; nothing else if initramfs-tools builds the initramfs. */
  MODPROBE_D("modprobe.d") {
    @Override
    List<String> all(HideList list, List<String> loadFirst) {
      return with(loadFirst, Dialect.MODPROBE_D.hide(list));
    }
  },
  /** RHEL 5. */
  MODPROBE_CONF("modprobe.conf") {
    @Override
    Dialect modprobe() {
      return Dialect.MODPROBE_CONF;
    }

    @Override
    List<String> all(HideList list, List<String> loadFirst) {
      return with(loadFirst, Dialect.MODPROBE_CONF.hide(list));
    }
  },
  DRACUT("dracut") {
    @Override
    List<String> all(HideList list, List<String> loadFirst) {
      return with(dracut(list, loadFirst), "# then run: dracut --force --regenerate-all");
    }
  },
  /** openSUSE MicroOS and other systems whose root file system is a read-only snapshot. */
  TRANSACTIONAL_UPDATE("transactional-update") {
    @Override
    List<String> all(HideList list, List<String> loadFirst) {
      return with(dracut(list, loadFirst), "# then run: transactional-update initrd, and reboot");
    }
  },
  /** Arch. */
  MKINITCPIO("mkinitcpio") {
    @Override
    List<String> all(HideList list, List<String> loadFirst) {
      return Stream.concat(
              modprobeFile(list, loadFirst),
              Stream.of(
                  "# /etc/mkinitcpio.conf.d/zz-gangway.conf",
                  "MODULES+=(xen-pciback)",
                  "FILES+=(%s)".formatted(FILE),
                  "# then run: mkinitcpio -P"))
          .toList();
    }
  },
  /** Alpine. */
  MKINITFS("mkinitfs") {
    @Override
    List<String> all(HideList list, List<String> loadFirst) {
      return Stream.concat(
              modprobeFile(list, loadFirst),
              Stream.of(
                  "# /etc/mkinitfs/features.d/gangway.modules",
                  MkinitfsSettings.PCIBACK,
                  "# /etc/mkinitfs/features.d/gangway.files",
                  FILE.toString(),
                  "# end of /etc/mkinitfs/mkinitfs.conf",
                  MkinitfsSettings.ADDITION,
                  "# then run for each kernel: mkinitfs KERNEL-RELEASE"))
          .toList();
    }
  },
  NIXOS("nixos") {
    @Override
    List<String> all(HideList list, List<String> loadFirst) {
      List<String> lines = new ArrayList<>();
      lines.add("# configuration.nix");
      lines.add("boot.initrd.kernelModules = [ \"xen-pciback\" ];");
      lines.add("boot.extraModprobeConfig = ''");
      with(loadFirst, Dialect.MODPROBE_D.hide(list)).forEach(line -> lines.add("  " + line));
      lines.add("'';");
      lines.add("# then run: nixos-rebuild boot");
      return lines;
    }
  },
  /** The kernel command line by GRUB's settings for the entries that boot Xen. */
  GRUB("grub") {
    @Override
    List<String> all(HideList list, List<String> loadFirst) {
      return Stream.concat(
              ifModule(loadFirst),
              Stream.of(
                  "# end of /etc/default/grub",
                  "%s=\"$GRUB_CMDLINE_LINUX_DEFAULT %s\""
                      .formatted(GrubLoader.VARIABLE, word(list)),
                  "# then run: update-grub, or grub2-mkconfig -o /boot/grub2/grub.cfg"))
          .toList();
    }
  },
  /** The kernel command line by extlinux, as Alpine's update-extlinux writes it. */
  EXTLINUX("extlinux") {
    @Override
    List<String> all(HideList list, List<String> loadFirst) {
      return Stream.concat(
              ifModule(loadFirst),
              Stream.of(
                  "# /etc/update-extlinux.conf: add this word to default_kernel_opts (it is for"
                      + " entries without Xen, too)",
                  word(list),
                  "# then run: update-extlinux"))
          .toList();
    }
  },
  /** XenServer and XCP-ng; XAPI reads only groups of one function in full. */
  XEN_CMDLINE("xen-cmdline") {
    @Override
    List<String> all(HideList list, List<String> loadFirst) {
      single(list);
      return List.of("/opt/xensource/libexec/xen-cmdline --set-dom0 \"%s\"".formatted(word(list)));
    }
  },
  /** Qubes OS, whose initramfs has a hook of its own that reads no list of pciback. */
  QUBES("qubes") {
    @Override
    List<String> all(HideList list, List<String> loadFirst) {
      return List.of(
          "# /etc/default/grub: add this word to GRUB_CMDLINE_LINUX (without network devices, which"
              + " Qubes OS hides in any case)",
          "rd.qubes.hide_pci="
              + single(list).stream()
                  .map(ConfigDialect::shortForm)
                  .collect(Collectors.joining(",")),
          "# then run: grub2-mkconfig -o /boot/grub2/grub.cfg");
    }
  };

  private static final Path FILE = Dialect.MODPROBE_D.file();

  private final String title;

  ConfigDialect(String title) {
    this.title = title;
  }

  /** The name for users. */
  public String title() {
    return title;
  }

  /**
   * The dialect with a name.
   *
   * @throws Problem of kind USAGE if no dialect has it
   */
  public static ConfigDialect named(String title) {
    return Stream.of(values())
        .filter(dialect -> dialect.title.equals(title))
        .findFirst()
        .orElseThrow(
            () -> Problem.usage("unknown dialect '" + title + "'", "use one of: " + titles()));
  }

  /** All names, for users. */
  public static String titles() {
    return Stream.of(values()).map(ConfigDialect::title).collect(Collectors.joining(", "));
  }

  /** The dialect of modprobe's files. */
  public static ConfigDialect of(Dialect modprobe) {
    return modprobe == Dialect.MODPROBE_CONF ? MODPROBE_CONF : MODPROBE_D;
  }

  /** The syntax of modprobe's files on such a host. */
  Dialect modprobe() {
    return Dialect.MODPROBE_D;
  }

  /**
   * All lines.
   *
   * @param list the whole list
   * @param driverModules the modules of the drivers that must load after pciback
   * @param here the settings of this host, if the lines are for it
   * @throws Problem of kind REFUSED if such a host cannot read the list
   */
  public List<String> lines(
      HideList list, SequencedSet<String> driverModules, Optional<BootSettings> here) {
    List<String> loadFirst = driverModules.stream().map(modprobe()::loadFirst).toList();
    return all(list, here.map(boot -> boot.completed(loadFirst)).orElse(loadFirst));
  }

  abstract List<String> all(HideList list, List<String> loadFirst);

  private static List<String> with(List<String> lines, String last) {
    return Stream.concat(lines.stream(), Stream.of(last)).toList();
  }

  private static Stream<String> modprobeFile(HideList list, List<String> loadFirst) {
    return Stream.concat(
        Stream.of("# " + FILE), with(loadFirst, Dialect.MODPROBE_D.hide(list)).stream());
  }

  private static List<String> dracut(HideList list, List<String> loadFirst) {
    return Stream.concat(
            modprobeFile(list, loadFirst),
            Stream.of(
                "# " + DracutSettings.FILE,
                "force_drivers+=\" xen_pciback \"",
                "install_items+=\" %s \"".formatted(FILE)))
        .toList();
  }

  /** A built-in pciback needs no other lines, and ignores them. */
  private static Stream<String> ifModule(List<String> loadFirst) {
    return loadFirst.isEmpty()
        ? Stream.empty()
        : Stream.concat(
            Stream.of("# %s, if pciback is a module; then rebuild the initramfs".formatted(FILE)),
            loadFirst.stream());
  }

  private static String word(HideList list) {
    return ToolLoader.PARAMETER + "=" + list;
  }

  /** The functions of a list that has no group for several functions. */
  List<PciAddress> single(HideList list) {
    List<PciAddress> functions = new ArrayList<>();
    for (HideList.Group group : list.groups()) {
      if (!(group instanceof HideList.Group.One(PciAddress function))) {
        throw Problem.refused(
            "the list has %s, which a host of the dialect %s cannot read".formatted(group, title),
            "write one group for each function instead",
            "list: " + list);
      }
      functions.add(function);
    }
    return functions;
  }

  /** {@code BB:DD.F}, the only form that Qubes OS 4.2 reads. */
  private static String shortForm(PciAddress function) {
    String text = function.toString();
    if (function.domain() != 0) {
      throw Problem.refused(
          "Qubes OS hides only functions in the PCI domain 0000, and %s is in another one"
              .formatted(text),
          "leave the function out",
          "rd.qubes.hide_pci is a list of BB:DD.F");
    }
    return text.substring(text.indexOf(':') + 1).toLowerCase(Locale.ROOT);
  }
}
