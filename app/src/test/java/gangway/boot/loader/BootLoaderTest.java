package gangway.boot.loader;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.FolderMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of grub.cfg are those of GRUB 2.06 on Debian 12. */
class BootLoaderTest {
  private static final String CONFIGURATION = "boot/grub/grub.cfg";
  private static final String LIST = "xen-pciback.hide=(0000:09:00.0)";
  private static final String TEXT =
      """
      ### BEGIN /etc/grub.d/10_linux ###
      menuentry 'Debian GNU/Linux' --class debian --class gnu-linux --class gnu --class os $menuentry_id_option 'gnulinux-simple-5f3c' {
      	linux	/boot/vmlinuz-6.1.0-37-amd64 root=UUID=5f3c ro  quiet
      }
      ### END /etc/grub.d/10_linux ###
      ### BEGIN /etc/grub.d/20_linux_xen ###
      menuentry 'Debian GNU/Linux, with Xen hypervisor' --class debian --class gnu-linux --class gnu --class os --class xen $menuentry_id_option 'xen-gnulinux-simple-5f3c' {
      	insmod ext2
      	echo	'Loading Xen 4.17-amd64 ...'
              if [ "$grub_platform" = "pc" -o "$grub_platform" = "" ]; then
                  xen_rm_opts=
              else
                  xen_rm_opts="no-real-mode edd=off"
              fi
      	multiboot2	/boot/xen-4.17-amd64.gz placeholder   ${xen_rm_opts}
      	echo	'Loading Linux 6.1.0-37-amd64 ...'
      	module2	/boot/vmlinuz-6.1.0-37-amd64 placeholder root=UUID=5f3c ro  quiet
      	echo	'Loading initial ramdisk ...'
      	module2	--nounzip   /boot/initrd.img-6.1.0-37-amd64
      }
      submenu 'Advanced options for Debian GNU/Linux (with Xen hypervisor)' $menuentry_id_option 'gnulinux-advanced-5f3c' {
      		menuentry 'Debian GNU/Linux, with Xen 4.17-amd64 and Linux 6.1.0-37-amd64' --class debian --class gnu-linux --class gnu --class os --class xen $menuentry_id_option 'xen-gnulinux-6.1.0-37-amd64-advanced-5f3c' {
      			module2	/boot/vmlinuz-6.1.0-37-amd64 placeholder root=UUID=5f3c ro  quiet
      		}
      		menuentry 'Debian GNU/Linux, with Xen 4.17-amd64 and Linux 6.1.0-37-amd64 (recovery mode)' --class debian --class gnu-linux --class gnu --class os --class xen $menuentry_id_option 'xen-gnulinux-6.1.0-37-amd64-recovery-5f3c' {
      			module2	/boot/vmlinuz-6.1.0-37-amd64 placeholder root=UUID=5f3c ro single\s
      		}
      }
      ### END /etc/grub.d/20_linux_xen ###
      """;

  @TempDir private Path folder;

  @BeforeEach
  void aHostWithTheGrubOfDebian() throws IOException {
    put("usr/sbin/grub-mkconfig", "for x in ${sysconfdir}/default/grub.d/*.cfg ; do\n");
    put(
        "etc/grub.d/20_linux_xen",
        "GRUB_CMDLINE_LINUX_DEFAULT=\"${GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT}\"\n");
    put("proc/cmdline", "placeholder root=UUID=5f3c ro quiet\n");
    put(CONFIGURATION, TEXT);
  }

  @Test
  void grubWithAGeneratedConfigurationIsSupported() {
    GrubLoader grub = generated();

    assertThat(grub.obstacle()).isEmpty();
    assertThat(grub.current()).isEqualTo(new BootEntries(TEXT));
    assertThat(grub.dropIn()).hasValue(Path.of("/etc/default/grub.d/zz-gangway.cfg"));
    assertThat(grub.generate()).hasToString("grub-mkconfig -o /boot/grub/gangway-new-grub.cfg");
  }

  @Test
  void grub2OfFedoraAndSuseReadsOneFileOfSettings() throws IOException {
    Files.delete(folder.resolve("usr/sbin/grub-mkconfig"));
    Files.delete(folder.resolve(CONFIGURATION));
    put("usr/sbin/grub2-mkconfig", ". ${sysconfdir}/default/grub\n");
    put("boot/grub2/grub.cfg", TEXT);

    assertThat(loader().obstacle()).isEmpty();
    assertThat(generated().dropIn()).isEmpty();
    assertThat(loader().configuration()).isEqualTo(Path.of("/boot/grub2/grub.cfg"));
    assertThat(generated().generate())
        .hasToString("grub2-mkconfig -o /boot/grub2/gangway-new-grub.cfg");
  }

  @Test
  void withoutGrubMkconfigNothingIsChanged() throws IOException {
    Files.delete(folder.resolve("usr/sbin/grub-mkconfig"));

    assertThat(loader().obstacle()).hasValue("grub-mkconfig is not installed");
  }

  @Test
  void aMissingConfigurationIsRefused() throws IOException {
    Files.delete(folder.resolve(CONFIGURATION));

    assertThat(loader().obstacle()).hasValue("/boot/grub/grub.cfg does not exist");
  }

  @Test
  void aHandWrittenConfigurationIsRefused() throws IOException {
    put(CONFIGURATION, TEXT.replace("### BEGIN /etc/grub.d/20_linux_xen ###\n", ""));

    assertThat(loader().obstacle())
        .hasValue(
            "/boot/grub/grub.cfg was not generated with /etc/grub.d/20_linux_xen: grub-mkconfig"
                + " would replace it");
    assertThat(loader().commandLines()).as("it is read all the same").isPresent();
  }

  @Test
  void aConfigurationBehindALinkIsRefused() throws IOException {
    Files.delete(folder.resolve(CONFIGURATION));
    put("boot/efi/grub.cfg", TEXT);
    Files.createSymbolicLink(folder.resolve(CONFIGURATION), Path.of("../efi/grub.cfg"));

    assertThat(loader().obstacle()).hasValue("/boot/grub/grub.cfg is reached by a symbolic link");
  }

  @Test
  void linesThatEndInCarriageReturnsAreRefused() throws IOException {
    put(CONFIGURATION, TEXT.replace("\n", "\r\n"));

    assertThat(loader().obstacle()).hasValue("/boot/grub/grub.cfg has lines that end in CR LF");
  }

  @Test
  void aScriptThatDoesNotKnowTheVariableIsRefused() throws IOException {
    put("etc/grub.d/20_linux_xen", "");

    assertThat(loader().obstacle())
        .hasValue("/etc/grub.d/20_linux_xen does not use GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT");
  }

  @Test
  void aConfigurationWithoutAnEntryThatLoadsXenIsRefused() throws IOException {
    put(CONFIGURATION, TEXT.replaceAll("\tmodule2\t/boot/vmlinuz", "\tchainloader\t/boot/xen"));

    assertThat(loader().obstacle())
        .hasValue("no entry in /boot/grub/grub.cfg loads Xen and then dom0's kernel");
  }

  @Test
  void aConfigurationThatThisBootDidNotUseIsRefused() throws IOException {
    put("proc/cmdline", "root=/dev/mapper/vg-root ro\n");

    assertThat(loader().obstacle())
        .hasValue(
            "no entry in /boot/grub/grub.cfg has the root= of /proc/cmdline: this boot did not use"
                + " it");
  }

  @Test
  void theParameterIsAddedToAllEntriesOfXenExceptRecovery() {
    BootEntries hiding = new BootEntries(TEXT).with("xen-pciback.hide", Optional.of(LIST));

    assertThat(hiding.text())
        .isEqualTo(TEXT.replaceAll("(placeholder root=.* quiet)\n", "$1 " + LIST + "\n"));
    assertThat(hiding.commandLines())
        .containsExactly(
            "placeholder root=UUID=5f3c ro  quiet " + LIST,
            "placeholder root=UUID=5f3c ro  quiet " + LIST);
    assertThat(hiding.longest()).hasValue(36 + 1 + LIST.length());
  }

  @Test
  void theParameterIsReplacedAndTakenAwayInItsPlace() {
    BootEntries hiding = new BootEntries(TEXT).with("xen-pciback.hide", Optional.of(LIST));
    String longer = LIST + "(0000:0a:04.0)";

    assertThat(hiding.with("xen-pciback.hide", Optional.of(longer)).text())
        .isEqualTo(hiding.text().replace(LIST, longer));
    assertThat(hiding.with("xen-pciback.hide", Optional.empty()).text()).isEqualTo(TEXT);
  }

  /**
   * Both files were written by grub-mkconfig of Debian 12 (GRUB 2.06-13+deb12u2), the second one
   * with {@code GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT} in zz-gangway.cfg; the kernels were files
   * without content.
   */
  @Test
  void thePredictedConfigurationIsTheOneThatGrubMkconfigGenerates() throws IOException {
    BootEntries before = new BootEntries(generated("debian-12.cfg"));
    String after = generated("debian-12-hiding.cfg");

    assertThat(
            before
                .with(
                    "xen-pciback.hide",
                    Optional.of("xen-pciback.hide=(0000:09:00.0)(0000:0a:04.*)"))
                .text())
        .isEqualTo(after);
    assertThat(new BootEntries(after).with("xen-pciback.hide", Optional.empty())).isEqualTo(before);
    assertThat(before.count()).isEqualTo(3);
  }

  private static String generated(String name) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(BootLoaderTest.class.getResourceAsStream("/grub/" + name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theFirstDifferenceIsShownAsTwoLines() {
    assertThat(new BootEntries("a\nb\n").firstDifference("a\n c\n"))
        .isEqualTo(List.of("expected in line 2: b", "generated in line 2: c"));
    assertThat(new BootEntries("a").firstDifference("a\nb"))
        .isEqualTo(List.of("expected: no line 2", "generated in line 2: b"));
  }

  private GrubLoader generated() {
    return (GrubLoader) loader();
  }

  private BootLoader loader() {
    return BootLoader.of(new FolderMachine(folder));
  }

  private void put(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }
}
