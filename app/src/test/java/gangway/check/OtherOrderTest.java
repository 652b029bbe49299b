package gangway.check;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.host.ReorderedMachine;
import gangway.machine.Machine;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The order in which a host lists its folders and XenStore, and links in the place of files and
 * folders, do not change the findings.
 */
@Tag("long")
class OtherOrderTest {
  /** The files and folders with settings. */
  private static final List<String> SETTINGS =
      List.of(
          "etc/fstab",
          "etc/crypttab",
          "etc/modprobe.d",
          "etc/modprobe.d/local.conf",
          "etc/modprobe.d/gangway.conf",
          "etc/default/grub",
          "etc/default/grub.d",
          "etc/xen",
          "etc/xen/pv1.cfg",
          "etc/xen/pv2.cfg",
          "etc/libvirt/libxl",
          "etc/libvirt",
          "etc/default");

  static Stream<GuideHost> hosts() {
    return CheckHosts.all();
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void anotherOrderGivesTheSameFindings(GuideHost host) {
    SortedMap<String, List<String>> expected = findings(host.machine());
    assertThat(findings(new ReorderedMachine(host.machine(), new Random(1)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void linksGiveTheSameFindings(GuideHost host) {
    SortedMap<String, List<String>> expected = findings(host.machine());
    int moved = 0;
    for (String path : SETTINGS) {
      if (host.exists(path)) {
        host.moved(path, "srv/settings/" + moved++);
      }
    }
    assertThat(moved).isPositive();
    assertThat(findings(host.machine())).isEqualTo(expected);
  }

  /** So that the comparison can fail. */
  @Test
  void aMissingSettingGivesOtherFindings() {
    GuideHost host = new GuideHost().put("etc/xen/pv2.cfg", "name='pv2'\npci=['09:00.0']\n");
    SortedMap<String, List<String>> expected = findings(host.machine());
    assertThat(findings(host.without("etc/xen/pv2.cfg").machine())).isNotEqualTo(expected);
  }

  /** The findings for each request, without their texts, in which names can have another order. */
  private static SortedMap<String, List<String>> findings(Machine machine) {
    HostSnapshot host = new Observer(machine).host();
    SortedMap<String, List<String>> findings = new TreeMap<>();
    for (Request request : requests(host)) {
      findings.put(
          request.toString(),
          Checks.of(host, request).stream().map(FindingShape::of).sorted().toList());
    }
    return findings;
  }

  private static List<Request> requests(HostSnapshot host) {
    List<Request> requests = new ArrayList<>();
    host.inventory()
        .functions()
        .forEach(function -> {
          String address = function.address().toString();
          requests.add(Requests.hide(Requests.BOTH, address));
          requests.add(Requests.attach(Requests.BOTH, "pv1", address));
        });
    return requests;
  }
}
