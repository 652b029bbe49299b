package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A host with passwords and keys in all files and nodes that can have them: none of them is in a
 * capture, nor in the text or JSON of a command, on the host and on its capture.
 */
class SecretsTest {
  /** A part of every secret. */
  private static final String SECRET = "S3cr3t";

  private static final String CFG =
      """
      name = "pv2"
      type = "pv"
      bootloader = "pygrub"
      vncpasswd = "S3cr3t01"
      spicepasswd = 'S3cr3t02'
      vfb = [ 'type=vnc,vncpasswd=S3cr3t 03 S3cr3t,keymap=de' ]
      extra = "rd.iscsi.password=S3cr3t04 ro"
      device_model_args = [ "-object", "secret,id=s0,data=S3cr3t05" ]
      disk = [
        'vdev=xvda,target=iscsi://me%S3cr3t06@10.0.9.5/iqn.a/0',
        'vdev=xvdb,target=rbd:pool/a:id=x:key=S3cr3t07==:mon_host=10.0.9.5',
        'vdev=xvdc,target=json:{"driver":"rbd","password":"S3cr3t08","host":"10.0.9.5"}',
        'vdev=xvdd,target=https://me:S3cr3t09@store/a.iso?token=S3cr3t10',
        'vdev=xvde,script=block-iscsi,target=iqn=iqn.a,portal=10.0.9.5,user=a,password=S3cr3t11',
        'vdev=xvdf,target=nbd+unix:///a?socket=/run/x&password=S3cr3t12',
        'vdev=xvdg,target=https://S3cr3t13@store/b.iso',
      ]
      """;

  private static final String XML =
      """
      <domain type='xen'><name>pv4</name><os><type>xen</type></os><devices>
        <graphics type='vnc' passwd='S3cr3t20'/>
        <disk type='network'><source protocol='rbd' name='p/a'><host name='10.0.9.5' port='6789'/>
          </source><auth username='me'><secret type='ceph' uuid='6a1c-22'/></auth></disk>
        <disk type='network'><source protocol='https' name='a?password=S3cr3t21'>
          <host name='10.0.9.5'/><cookies><cookie name='a'>S3cr3t22</cookie></cookies></source>
          </disk>
        <disk type='file'><source file='json:{&quot;password&quot;:&quot;S3cr3t23&quot;}'/></disk>
      </devices></domain>
      """;

  private static final List<String> PARAMS =
      List.of(
          "aio:iscsi://me%S3cr3t30@10.0.9.5/iqn.a/0",
          "aio:rbd:pool/a:id=x:key=S3cr3t31==:mon_host=10.0.9.5",
          "aio:json:{\"driver\":\"rbd\",\"password\":\"S3cr3t32\"}",
          "aio:https://me:S3cr3t33@store/a.iso?token=S3cr3t34",
          "aio:unknown:a,password=S3cr3t35",
          "iqn=iqn.a,portal=10.0.9.5,user=a,password=S3cr3t36");

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private final GuideHost host = new GuideHost();

  @BeforeEach
  void secrets() {
    host.put("etc/xen/pv2.cfg", CFG)
        .put("etc/libvirt/libxl/pv4.xml", XML)
        .put(
            "proc/cmdline",
            "root=/dev/sda1 netroot=iscsi:me:S3cr3t40@10.0.0.1::3260::iqn.a"
                + " rd.iscsi.password=S3cr3t41\n")
        .put(
            "boot/grub/grub.cfg",
            "set superusers=a\npassword a S3cr3t42 S3cr3t\nlinux /v rd.iscsi.password=S3cr3t43\n")
        .put("etc/default/grub", "GRUB_CMDLINE_LINUX=\"rd.iscsi.in.password=S3cr3t44\"\n")
        .put("etc/fstab", "//nas/a /srv cifs user=a,password=S3cr3t45,password2=S3cr3t46 0 0\n")
        .put(
            "proc/self/mountinfo",
            "50 27 0:45 / /mnt rw - ceph 10.0.9.5:/ rw,name=a,secret=S3cr3t47\n")
        .made(
            3,
            "{ \"name\": \"pv1\" }",
            "{ \"e820_host\": \"True\" }, \"vnc\": { \"passwd\": \"S3cr3t48\" }, \"disks\":"
                + " [ { \"pdev_path\": \"json:{\\\"key\\\":\\\"S3cr3t49\\\"}\" } ],"
                + " \"x\": { \"a\": 1 }");
    for (int i = 0; i < PARAMS.size(); i++) {
      host.store()
          .with("/local/domain/0/backend/qdisk/3/%d/params".formatted(51712 + i), PARAMS.get(i));
    }
    host.store()
        .with("/local/domain/0/backend/qdisk/3/51717/script", "/etc/xen/scripts/block-iscsi")
        .with("/local/domain/0/backend/vfb/3/0/vncpasswd", "S3cr3t50");
  }

  private Path captured() {
    Path file = folder.resolve("host.gangway");
    Run run = Run.on(host.machine(), List.of("capture", file.toString()));
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return file;
  }

  @Test
  void aCaptureHasNoSecret() throws IOException {
    mustBeWithoutSecret(captured());
  }

  private static void mustBeWithoutSecret(Path capture) throws IOException {
    try (GZIPInputStream packed = new GZIPInputStream(Files.newInputStream(capture))) {
      String text = new String(packed.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text.lines().filter(line -> line.contains(SECRET))).isEmpty();
      assertThat(text).contains("pv2.cfg", "pv4.xml", "qdisk", "mon_host=10.0.9.5", "netroot=");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "devices --all",
        "devices --all --json",
        "show " + CARD,
        "show --json " + CARD,
        "guests",
        "guests --json",
        "doctor",
        "doctor --json",
        "history --json",
        "check hide " + CARD + " " + TWIN + " " + OTHER_TWIN + " " + MANAGEMENT + " " + DISK,
        "check hide --json " + CARD + " " + TWIN + " " + MANAGEMENT + " " + DISK,
        "check attach --json pv1 " + CARD,
        "check attach pv2 " + CARD,
        "attach --dry-run --config pv2 " + CARD,
        "attach --dry-run --json --config pv4 " + CARD,
        "hide --dry-run " + CARD,
        "enable-hotplug --check pv2",
        "enable-hotplug --check --json pv4",
      })
  void noCommandPrintsASecret(String words) {
    List<String> arguments = List.of(words.split(" "));
    Run onHost = Run.on(host.machine(), arguments);
    assertThat(onHost.printed()).isNotBlank().doesNotContain(SECRET);
    Run onCapture = Run.on(captured(), arguments.toArray(String[]::new));
    assertThat(onCapture.printed()).doesNotContain(SECRET);
    assertThat(onCapture.out()).isEqualTo(onHost.out());
  }

  @Test
  void theDifferenceOfADefinitionHasNoSecret() {
    Run attached =
        JsonCase.run(
            host.hidden(CARD).machine(), List.of("attach", "--config", "pv2", CARD, "--json"));
    assertThat(attached.exit()).as(attached.printed()).isEqualTo(ExitCode.DONE);
    String id = Run.on(host.machine(), List.of("history")).lines().getLast().split(" ")[0];
    for (List<String> words : List.of(List.of("history", id), List.of("history", "--json", id))) {
      Run history = Run.on(host.machine(), words);
      assertThat(history.out()).contains("09:00.0", "@@", "***");
      assertThat(history.printed()).doesNotContain(SECRET);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"doctor", "doctor --json", "guests", "guests --json"})
  void theReasonWhyADefinitionIsUnreadableHasNoSecret(String words) {
    malformedDefinitions();
    List<String> arguments = List.of(words.split(" "));
    Run onHost = Run.on(host.machine(), arguments);
    assertThat(onHost.printed()).isNotBlank().doesNotContain(SECRET);
    Run onCapture = Run.on(captured(), arguments.toArray(String[]::new));
    assertThat(onCapture.printed()).doesNotContain(SECRET).isEqualTo(onHost.printed());
  }

  @Test
  void aCaptureHasNoSecretOfMalformedDefinitions() throws IOException {
    malformedDefinitions();
    mustBeWithoutSecret(captured());
  }

  private void malformedDefinitions() {
    host.put("etc/xen/broken1.cfg", "name = 'pv5'\nvncpasswd = abS3cr3t60\n")
        .put("etc/xen/broken2.cfg", "name = 'pv6'\nvncpasswd = 1 abS3cr3t61\n")
        .put(
            "etc/libvirt/libxl/broken.xml",
            "<domain type='xen'><name>a</name><graphics passwd='S3cr3t62<'/></domain>")
        .put("etc/xen/broken3.cfg", "name = 'pv7'\nvncpasswd = 'S3cr3t63\nextra = 'S3cr3t64'\n")
        .put("etc/xen/broken4.cfg", "name = 'pv8'\nvfb = [ \"vncpasswd=\"abS3cr3t66\"\" ]\n")
        .put(
            "etc/xen/broken5.cfg",
            "name = 'pv9'\nextra = \"rd.iscsi.password=\"abS3cr3t67\" ro\"\n")
        .put("etc/xen/broken6.cfg", "name = 'pva'\nextra = 'rd.iscsi.password='8S3cr3t68' ro'\n")
        .put(
            "etc/libvirt/libxl/entity.xml",
            "<domain type='xen'><name>c</name><graphics passwd='a&S3cr3t69;b'/></domain>")
        .put("etc/libvirt/libxl/cut.xml", "<domain type='xen'><name>b</name><password>S3cr3t65");
  }

  @Test
  void theDisksAreNamedWithoutTheirSecrets() {
    assertThat(Run.on(host.machine(), List.of("check", "hide", MANAGEMENT)).out())
        .contains(
            "disk iscsi://10.0.9.5/iqn.a/0 of guest pv1",
            "disk rbd:pool/a:id=x:mon_host=10.0.9.5 of guest pv1",
            "disk (script block-iscsi) of guest pv1");
  }
}
