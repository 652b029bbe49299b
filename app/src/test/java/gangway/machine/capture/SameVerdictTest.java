package gangway.machine.capture;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.check.CheckHosts;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.check.FindingShape;
import gangway.corpus.CorpusHost;
import gangway.doctor.Diagnosis;
import gangway.doctor.DoctorInput;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.host.Wiring;
import gangway.machine.FolderMachine;
import gangway.machine.Machine;
import gangway.request.Request;
import gangway.xen.guest.Guest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host, its capture and its masked capture give the same findings for every function. */
@Tag("long")
class SameVerdictTest {
  private static final Path CAPTURES = Path.of("src/test/resources/captures");

  static Stream<GuideHost> hosts() {
    return Stream.concat(CheckHosts.all(), Stream.of(network(new GuideHost())));
  }

  /** Its interfaces, mounts, loop device and disks have addresses in their names and texts. */
  private static GuideHost network(GuideHost host) {
    String nic = "enx00163e123456";
    host.without("sys/class/net/eth1").netInterface(nic, host.folder(GuideHost.CARD));
    host.put("sys/class/net/" + nic + "/address", "00:16:3e:12:34:56\n");
    String fabric = "sys/devices/virtual/nvme-fabrics/ctl/nvme3";
    host.disk(fabric + "/nvme3n1", "259:20")
        .put(fabric + "/address", "traddr=172.16.82.77,trsvcid=4420,src_addr=172.16.82.98\n");
    String session = "sys/devices/platform/host5/session7/target5:0:0/5:0:0:0/block/sdb";
    String byPath = "ip-10.0.9.5:3260-iscsi-iqn.2020-01.org:a-lun-0";
    host.disk(session, "8:16")
        .put("sys/class/iscsi_connection/connection7:0/address", "10.0.9.5\n")
        .put("sys/class/iscsi_host/host5/hwaddress", "00:16:3e:12:34:56\n")
        .link("dev/disk/by-path/" + byPath, "../../sdb")
        .put("etc/fstab", "/dev/disk/by-path/" + byPath + " /boot ext4 defaults 0 2\n");
    host.volume("loop0", "7:0")
        .put("sys/devices/virtual/block/loop0/loop/backing_file", "/srv/10.0.9.5/a.img\n");
    host.put(
        "proc/self/mountinfo",
        """
        27 1 259:20 / /fast rw shared:1 - ext4 /dev/nvme3n1 rw
        28 1 0:50 / /srv/10.0.9.5 rw - nfs4 10.0.9.5:/x rw,addr=10.0.9.5
        29 1 7:0 / / rw - ext4 /dev/loop0 rw
        """);
    new Wiring(host)
        .ipv4(nic, "172.16.82.98/24")
        .ipv4("eth2", "10.0.9.1/24")
        .rules("-4", "from 10.0.9.1 lookup main");
    return host.sshFrom("172.16.82.99 51000 172.16.82.98 22");
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void aHostAndItsCaptures(GuideHost host) {
    compare(host.machine());
  }

  /** A folder has no commands: routes and addresses are those of /proc/net. */
  @Test
  void aFolderAndItsCaptures(@TempDir(factory = MemoryFolder.class) Path folder) {
    GuideHost host = network(new GuideHost(folder));
    new Wiring(host).ipv6("eth2", "2001:db8::7").ipv6("eth3", "fe80::3", "default");
    compare(new FolderMachine(folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hard-disks", "hard-networks", "lab-bond-and-bridge"})
  void aCapturedHostAndItsCaptures(String name) {
    compare(new CapturedMachine(CaptureReader.read(CAPTURES.resolve(name + ".gangway"))));
  }

  static Stream<String> corpus() {
    return CorpusHost.all().stream().map(host -> CorpusHost.CORPUS.relativize(host).toString());
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void aHostOfTheCorpusAndItsCaptures(
      String name, @TempDir(factory = MemoryFolder.class) Path folder) {
    compare(CorpusHost.lay(CorpusHost.CORPUS.resolve(name), folder));
  }

  static Stream<Arguments> definitions() {
    String cfg = "etc/xen/pv5.cfg";
    String xml = "etc/libvirt/libxl/pv5.xml";
    String begin = "<domain type='xen'><name>pv5</name><devices>";
    String end = "</devices></domain>\n";
    return Stream.of(
        Arguments.of(cfg, "name = 'pv5'\nvncpasswd = \"S3cr3t"),
        Arguments.of(cfg, "name = 'pv5'\nvncpasswd = \"S3cr3t\nmemory = 1\nextra = \"quiet\"\n"),
        Arguments.of(cfg, "name = 'pv5'\nvncpasswd = 'S3cr3t\"\nname = 'pv6'\n"),
        Arguments.of(cfg, "name = 'pv5'\nvfb = [ 'type=vnc,vncpasswd=S3cr3t'\n"),
        Arguments.of(cfg, "name = 'pv5'\nvfb = [ 'vncpasswd=S3cr3t' ] ]\n"),
        Arguments.of(cfg, "name = 'pv5'\nvncpasswd = 'S3cr3t\\q'\nmemory = 1\n"),
        Arguments.of(cfg, "name = 'pv5'\nvncpasswd = 'S3cr3t\\'\nmemory = '1'\n"),
        Arguments.of(cfg, "name = 'pv5'\nvncpasswd = 'S3cr3t\0S3cr3t'\n"),
        Arguments.of(cfg, "name = 'pv5'\r\nvncpasswd = 'S3cr3t'\r\n"),
        Arguments.of(cfg, "name = 'pv5'\nvncpasswd = S3cr3t\n"),
        Arguments.of(cfg, "name = 'pv5'\nvncpasswd = 1 S3cr3t\n"),
        Arguments.of(cfg, "name = 'pv5'\nvncpasswd 'S3cr3t'\n"),
        // well-formed, with an open quote in a comment
        Arguments.of(cfg, "# vncpasswd=\"S3cr3t\nname = \"pv5\"\nkernel = \"/k\"\n"),
        Arguments.of(cfg, "name = 'pv5'\nvncpasswd = 'S3cr3t'\nkernel = '/k'\n"),
        Arguments.of(cfg, "memory = 1\nvncpasswd = 'S3cr3t'\n"),
        Arguments.of("etc/xen/other", "vncpasswd = 'S3cr3t\nname = 'pv5'\n"),
        Arguments.of(xml, begin + "<graphics passwd='S3cr3t"),
        Arguments.of(xml, begin + "<graphics passwd='S3cr3t\"/>" + end),
        Arguments.of(xml, begin + "<graphics passwd='S3cr3t<S3cr3t'/>" + end),
        Arguments.of(xml, begin + "<graphics passwd='S3cr3t&S3cr3t'/>" + end),
        Arguments.of(xml, begin + "<graphics passwd=S3cr3t />" + end),
        Arguments.of(xml, begin + "<password>S3cr3t"),
        Arguments.of(xml, begin + "<password>S3cr3t</graphics>" + end),
        Arguments.of(xml, begin + "<graphics passwd='S3cr3t\0'/>" + end),
        Arguments.of(xml, "<domain type='xen'><graphics passwd='S3cr3t'/></domain>"),
        // well-formed
        Arguments.of(xml, begin + "<graphics passwd='S3cr3t\nS3cr3t'/>\r\n" + end));
  }

  /** What cannot be parsed on the host cannot be parsed in its capture, for the same reason. */
  @ParameterizedTest
  @MethodSource("definitions")
  void aDefinitionAndItsCaptures(String file, String text) throws IOException {
    GuideHost host = new GuideHost().put(file, text);
    DoctorInput seen = DoctorInput.seen(host.machine());
    for (CapturePrivacy privacy : List.of(CapturePrivacy.usual(), CapturePrivacy.masking())) {
      RecordingMachine recorder =
          new RecordingMachine(host.machine(), privacy, new Capture.Origin("0", "now", false));
      DoctorInput.seen(recorder);
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      CaptureWriter.write(written, recorder.capture());
      assertThat(recorder.capture().files().at("/" + file).open().content().orElse(""))
          .doesNotContain("S3cr3t");
      Capture capture = CaptureReader.read(new ByteArrayInputStream(written.toByteArray()), "it");
      DoctorInput captured = DoctorInput.seen(new CapturedMachine(capture));
      assertThat(captured.host().guests().unreadable())
          .isEqualTo(seen.host().guests().unreadable());
      assertThat(captured.host().guests().all().stream().map(Guest::name))
          .containsExactlyElementsOf(seen.host().guests().all().stream().map(Guest::name).toList());
      assertThat(Diagnosis.of(captured)).isEqualTo(Diagnosis.of(seen));
    }
  }

  @Test
  void theComparedHostHasFindingsFromEachAddress() {
    HostSnapshot host = network(new GuideHost()).observed();
    assertThat(Checks.of(host, hide(NOW, GuideHost.CARD)))
        .extracting(Finding::code)
        .contains("NETWORK-SESSION", "NETWORK-REMOTE");
    assertThat(Checks.of(host, hide(NOW, GuideHost.TWIN)))
        .extracting(Finding::code)
        .contains("NETWORK-ROOT", "NETWORK-REMOTE");
  }

  private static void compare(Machine machine) {
    HostSnapshot host = new Observer(machine).host();
    HostSnapshot captured = captured(machine, CapturePrivacy.usual());
    HostSnapshot masked = captured(machine, CapturePrivacy.masking());
    for (Request request : requests(host)) {
      List<Finding> findings = Checks.of(host, request);
      assertThat(Checks.of(captured, request)).as(request.toString()).isEqualTo(findings);
      assertThat(Checks.of(masked, request).stream().map(FindingShape::of))
          .as("masked, %s", request)
          .containsExactlyElementsOf(findings.stream().map(FindingShape::of).toList());
    }
  }

  private static List<Request> requests(HostSnapshot host) {
    List<Request> requests = new ArrayList<>();
    host.inventory()
        .functions()
        .forEach(function -> {
          String address = function.address().toString();
          requests.add(hide(BOTH, address));
          requests.add(unhide(BOTH, address));
          requests.add(attach(BOTH, "pv1", address));
          requests.add(detach(BOTH, "pv1", address));
        });
    return requests;
  }

  private static HostSnapshot captured(Machine machine, CapturePrivacy privacy) {
    RecordingMachine recorder =
        new RecordingMachine(machine, privacy, new Capture.Origin("0", "now", false));
    try {
      new Observer(recorder).host();
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      CaptureWriter.write(file, recorder.capture());
      Capture capture = CaptureReader.read(new ByteArrayInputStream(file.toByteArray()), "it");
      return new Observer(new CapturedMachine(capture)).host();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
