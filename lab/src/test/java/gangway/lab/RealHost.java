package gangway.lab;

import gangway.observed.HostView;
import gangway.observed.ObservedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lab's host, compared with the files to which a unit test compares the fake host: {@code
 * FakeHostTest}. {@code -Dlab.write.observed=true} writes the files.
 *
 * @param story the folder of the story's files
 */
record RealHost(Dom0 dom0, String story, List<String> functions) {
  private static final Path FILES = Checkout.ROOT.resolve("app/src/test/resources/observed");
  private static final boolean WRITE = Boolean.getBoolean("lab.write.observed");
  private static final Pattern FACT = Pattern.compile("(\\S.*?) = \"(.*)\"");

  /** Prints facts as xenstore-ls does, from the kernel, XenStore and Xen, not from Gangway. */
  private static final String LOOK =
      """
      fact() { printf '%s = "%s"\\n' "$1" "$2"; }
      all() { sort "$1" | tr '\\n' ' ' | sed 's/ $//'; }
      xenstore-ls -f
      xl debug-keys Q
      xl dmesg >/run/messages
      for function in $functions; do
        device=/sys/bus/pci/devices/$function
        test -e $device/driver && fact $device/driver "$(basename "$(readlink $device/driver)")"
        fact $device/driver_override "$(cat $device/driver_override)"
        fact $device/uevent "$(grep ^DRIVER= $device/uevent)"
        for driver in /sys/bus/pci/drivers/*; do
          test -e $driver/$function && fact $driver/$function "$(basename "$(readlink $driver/$function)")"
        done
        fact "Xen owner of $function" "$(sed -n "s/^(XEN) $function - \\([^ :]*\\).*/\\1/p" /run/messages | tail -n 1)"
      done
      pciback=/sys/bus/pci/drivers/pciback
      for file in $pciback/slots $pciback/permissive /sys/module/xen_pciback/parameters/hide; do
        test -e $file && fact $file "$(all $file)"
      done
      xl list | tail -n +2 | while read name id memory cpus state time; do
        case $state in *p*) fact "xl list $name" paused ;; *) fact "xl list $name" "not paused" ;; esac
      done
      for file in /var/lib/xen/userdata-*; do fact $file there; done
      """;

  /** Compares the host with the file of a stage, or writes the file. */
  void mustLook(String stage) {
    SortedMap<String, String> facts = new TreeMap<>();
    dom0.must("functions='" + String.join(" ", functions) + "'\n" + LOOK)
        .lines()
        .map(FACT::matcher)
        .filter(Matcher::matches)
        .forEach(fact -> facts.put(fact.group(1), fact.group(2)));
    ObservedFile file = new ObservedFile(FILES, story + "/" + stage);
    HostView view = HostView.of(facts);
    if (WRITE) {
      file.write(view);
    }
    file.assertShownBy(view);
  }
}
