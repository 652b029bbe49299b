package gangway.check;

import static gangway.check.CheckCase.blocksUnlessAccepted;
import static gangway.check.CheckCase.notes;
import static gangway.check.CheckCase.warns;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;

import gangway.host.GuideHost;
import java.util.stream.Stream;

/** Hosts that would lose a screen, a console or a keyboard. */
final class ConsoleCases {
  static final String SCREEN = "0000:02:00.0";
  static final String SERIAL = "0000:05:00.0";
  static final String USB = "0000:00:14.0";

  private ConsoleCases() {}

  static Stream<CheckCase> cases() {
    return Stream.of(
        blocksUnlessAccepted("CONSOLE-VGA", hide(LASTING, SCREEN), on -> bootDisplay(screen(on))),
        warns("CONSOLE-FRAMEBUFFER", hide(NOW, SCREEN), on -> framebuffer(screen(on))),
        blocksUnlessAccepted(
            "CONSOLE-SERIAL", hide(NOW, SERIAL), on -> serial(on).put("proc/consoles", S4)),
        blocksUnlessAccepted(
            "CONSOLE-SERIAL", hide(NOW, SERIAL), on -> serial(on).put("proc/cmdline", TOLD)),
        blocksUnlessAccepted(
            "CONSOLE-SERIAL", hide(NOW, SERIAL), on -> serialOfXen(on, ",pci,0,05:00.0")),
        notes("CONSOLE-SERIAL", hide(NOW, SERIAL), on -> serialOfXen(on, ",pci")),
        blocksUnlessAccepted(
            "CONSOLE-KEYBOARD", hide(NOW, USB), on -> usb(on).put(INPUT, onUsb("Model M"))),
        notes("CONSOLE-KEYBOARD", hide(NOW, USB), on -> keyboard(usb(on), onUsb("Model M"))),
        warns("CONSOLE-BMC", hide(NOW, SCREEN), ConsoleCases::screen));
  }

  private static final String INPUT = "proc/bus/input/devices";
  private static final String S4 = "ttyS4                -W- (EC p a)    4:68\n";
  private static final String TOLD =
      "placeholder root=/dev/sda1 console=tty0 console=ttyS4,115200\n";

  /** A display of a server board. */
  static GuideHost screen(GuideHost host) {
    return host.function(SCREEN, "1a03:2000", "30000", "")
        .put(host.folder(SCREEN) + "/boot_vga", "0\n");
  }

  static GuideHost bootDisplay(GuideHost host) {
    return host.put(host.folder(SCREEN) + "/boot_vga", "1\n");
  }

  static GuideHost framebuffer(GuideHost host) {
    String folder = host.folder(SCREEN) + "/graphics/fb0";
    return host.put(folder + "/name", "astdrmfb\n")
        .put("proc/fb", "0 astdrmfb\n")
        .link("sys/class/graphics/fb0", "../../../" + folder);
  }

  static GuideHost serial(GuideHost host) {
    host.function(SERIAL, "1c00:3253", "70002", "serial");
    String folder = host.folder(SERIAL) + "/tty/ttyS4";
    return host.put(folder + "/dev", "4:68\n").link("sys/class/tty/ttyS4", "../../../" + folder);
  }

  static GuideHost serialOfXen(GuideHost host, String port) {
    return serial(host)
        .answer(
            "xl info",
            """
            virt_caps              : pv hvm hap pv_directio
            xen_commandline        : placeholder console=com1,vga com1=115200,8n1%s loglvl=all
            """
                .formatted(port));
  }

  static GuideHost usb(GuideHost host) {
    return host.function(USB, "8086:a12f", "c0330", "xhci_hcd");
  }

  static String onUsb(String name) {
    return GuideHost.keyboard(name, "/devices/pci0000:00/0000:00:14.0/usb1/1-4/1-4:1.0");
  }

  /** A keyboard in addition to those of the plain host. */
  static GuideHost keyboard(GuideHost host, String keyboard) {
    return host.put(INPUT, host.text(INPUT) + keyboard);
  }
}
