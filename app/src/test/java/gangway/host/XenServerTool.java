package gangway.host;

import gangway.machine.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The boot loader of XCP-ng on a host, with a tool that writes as xcp/bootloader.py does: it puts
 * the parameter into every entry, and adds the lines that let {@code override_entry} choose one.
 */
public final class XenServerTool {
  public static final String PROGRAM = "/opt/xensource/libexec/xen-cmdline";
  public static final String BIOS = "boot/grub/grub.cfg";
  public static final String UEFI = "boot/efi/EFI/xenserver/grub.cfg";

  private static final String OVERRIDE =
      """
      if [ -s $prefix/grubenv ]; then
      	load_env
      fi

      if [ -n "$override_entry" ]; then
      	set default=$override_entry
      fi

      """;

  private final HostFiles files;

  XenServerTool(HostFiles files) {
    this.files = files;
  }

  /** Makes the configuration one of an earlier version, which the tool completes. */
  public static GuideHost ofEarlierVersion(GuideHost host) {
    return host.put(BIOS, host.text(BIOS).replace(OVERRIDE, ""));
  }

  /** Gives a host a kernel and a boot loader as XCP-ng 8.3 has them on a BIOS machine. */
  public static GuideHost install(GuideHost host) {
    return install(host, BIOS);
  }

  /** The same, with the configuration in a file. */
  public static GuideHost install(GuideHost host, String file) {
    return GrubTool.buildPcibackIn(host)
        .without("usr/sbin/update-initramfs")
        .put(PROGRAM.substring(1), "#!/usr/bin/env python3\n")
        .put("etc/xensource-inventory", "PRODUCT_BRAND='XCP-ng'\n")
        .put("proc/cmdline", "root=LABEL=root-vgdorj ro nolvm hpet=disable console=hvc0\n")
        .put(
            file,
            """
            set default=0
            set timeout=5
            %smenuentry 'XCP-ng' {
            	search --label --set root root-vgdorj
            	multiboot2 /boot/xen.gz dom0_mem=7584M,max:7584M watchdog console=vga
            	module2 /boot/vmlinuz-4.19-xen root=LABEL=root-vgdorj ro nolvm console=hvc0 console=tty0
            	module2 /boot/initrd-4.19-xen.img
            }
            menuentry 'XCP-ng (Serial)' {
            	search --label --set root root-vgdorj
            	multiboot2 /boot/xen.gz com1=115200,8n1 console=com1,vga watchdog
            	module2 /boot/vmlinuz-4.19-xen root=LABEL=root-vgdorj ro nolvm console=tty0 console=hvc0
            	module2 /boot/initrd-4.19-xen.img
            }
            menuentry 'XCP-ng in Safe Mode' {
            	search --label --set root root-vgdorj
            	multiboot2 /boot/xen.gz nosmp noreboot
            	module2 /boot/vmlinuz-4.19-xen earlyprintk=xen root=LABEL=root-vgdorj ro nolvm
            	module2 /boot/initrd-4.19-xen.img
            }
            """
                .formatted(OVERRIDE));
  }

  private String file() {
    return Stream.of(UEFI, BIOS).filter(files::exists).findFirst().orElseThrow();
  }

  /** {@code xen-cmdline --set-dom0 NAME=VALUE} and {@code --delete-dom0 NAME}. */
  boolean does(Command command) {
    List<String> words = command.words();
    String name = words.get(2).replaceFirst("=.*", "");
    switch (words.get(1)) {
      case "--set-dom0" -> change(name, Optional.of(words.get(2)));
      case "--delete-dom0" -> change(name, Optional.empty());
      default -> throw new Undeclared(command);
    }
    return true;
  }

  private void change(String name, Optional<String> word) {
    String text = files.text(file());
    List<String> lines = new ArrayList<>();
    boolean kernel = false;
    boolean first = !text.contains("load_env");
    for (String line : text.split("\n")) {
      if (line.startsWith("menuentry")) {
        if (first) {
          lines.addAll(List.of(OVERRIDE.split("\n", -1)).subList(0, 8));
        }
        first = false;
        kernel = true;
      }
      boolean changed = kernel && line.strip().startsWith("module2");
      lines.add(
          changed
              ? line.replaceAll(" " + name + "=\\S*", "") + word.map(one -> " " + one).orElse("")
              : line);
      kernel = kernel && !changed;
    }
    files.put(file(), String.join("\n", lines) + "\n");
  }

  /** {@code xen-cmdline --get-dom0 NAME}. */
  String value(String name) {
    return files
            .text(file())
            .lines()
            .filter(line -> line.strip().startsWith("module2"))
            .findFirst()
            .stream()
            .flatMap(line -> Stream.of(line.split(" ")))
            .filter(word -> word.startsWith(name + "="))
            .findFirst()
            .orElse("")
        + "\n";
  }
}
