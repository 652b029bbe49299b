package gangway.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Only secrets are removed from a text. */
class RedactionTest {
  /** 32 bytes. */
  private static final String KEY = "YNqHbfBQKaGvzefSSC6+xQpfpgFPGqHTxOtTnSDqW0I=";

  static Stream<Arguments> secrets() {
    return Stream.of(
        Arguments.of("vncpasswd=\"pA5s\"", "vncpasswd=\"***\""),
        Arguments.of("vncpasswd = 'pA5s'\nmemory = 256", "vncpasswd = '***'\nmemory = 256"),
        Arguments.of("vncpasswd=\"pA\\\"5s\"", "vncpasswd=\"***\""),
        Arguments.of(
            "vfb = [ 'type=vnc,vncpasswd=pA5s,keymap=de' ]",
            "vfb = [ 'type=vnc,vncpasswd=***,keymap=de' ]"),
        Arguments.of("vfb = [ 'vncpasswd=pA,5s' ]", "vfb = [ 'vncpasswd=***' ]"),
        Arguments.of("spicepasswd=\"pA5s\"", "spicepasswd=\"***\""),
        Arguments.of(
            "<graphics type='vnc' passwd='pA5s' keymap='de'/>",
            "<graphics type='vnc' passwd='***' keymap='de'/>"),
        Arguments.of("<password>pA5s</password>", "<password>***</password>"),
        Arguments.of("\"passwd\": \"pA5s\",", "\"passwd\": \"***\","),
        Arguments.of("{\"api-key\":\"pA5s\"}", "{\"api-key\":\"***\"}"),
        Arguments.of(
            "root=/dev/sda1 rd.iscsi.password=pA5s quiet",
            "root=/dev/sda1 rd.iscsi.password=*** quiet"),
        Arguments.of("rd.iscsi.in.password=pA5s", "rd.iscsi.in.password=***"),
        Arguments.of(
            "netroot=iscsi:me:pA5s@10.0.0.1::3260::iqn.2020-01.org:a",
            "netroot=iscsi:***@10.0.0.1::3260::iqn.2020-01.org:a"),
        Arguments.of("url=http://me:pA5s@mirror/", "url=http://***@mirror/"),
        Arguments.of("node.session.auth.password_in = pA5s", "node.session.auth.password_in = ***"),
        Arguments.of("token: pA5s", "token: ***"),
        Arguments.of("iscsi://me%pA5s@10.0.0.1/iqn/0", "iscsi://***@10.0.0.1/iqn/0"),
        Arguments.of("iscsi://me%pA@5s@10.0.0.1/iqn/0", "iscsi://***@10.0.0.1/iqn/0"),
        Arguments.of("https://pA5s@mirror/", "https://***@mirror/"),
        Arguments.of("https://mirror/a?password=pA5s", "https://mirror/a?password=***"),
        Arguments.of("rbd:p/i:id=x:key=pA5s==:mon_host=a", "rbd:p/i:id=x:key=***:mon_host=a"),
        Arguments.of("'rbd:p/i:key=pA\\:5s:mon_host=a'", "'rbd:p/i:key=***:mon_host=a'"),
        Arguments.of(
            "\"pdev_path\": \"json:{\\\"password\\\":\\\"pA5s\\\",\\\"host\\\":\\\"a\\\"}\"",
            "\"pdev_path\": \"json:{\\\"password\\\":\\\"***\\\",\\\"host\\\":\\\"a\\\"}\""),
        Arguments.of(
            "name='json:{&quot;password&quot;: &quot;pA5s&quot;}'",
            "name='json:{&quot;password&quot;: &quot;***&quot;}'"),
        Arguments.of(
            "device_model_args=[ '-object', 'secret,id=s0,data=pA5s' ]",
            "device_model_args=[ '-object', 'secret,id=s0,data=***' ]"),
        Arguments.of(
            "{\"qom-type\":\"secret\",\"id\":\"s\",\"data\":\"pA5s\"}",
            "{\"qom-type\":\"secret\",\"id\":\"s\",\"data\":\"***\"}"),
        Arguments.of("<cookie name='a'>pA5s</cookie>", "<cookie name='a'>***</cookie>"),
        Arguments.of(
            "vfb = [ 'type=vnc,vncpasswd=pA 5s,keymap=de' ]",
            "vfb = [ 'type=vnc,vncpasswd=***,keymap=de' ]"),
        Arguments.of("psk=pA 5s pA5s\nkey-mgmt=wpa", "psk=***\nkey-mgmt=wpa"),
        Arguments.of("node.session.auth.password = pA 5s", "node.session.auth.password = ***"),
        Arguments.of("a=b password=pA\"5s c", "a=b password=*** c"),
        Arguments.of("wep_key0=pA5s", "wep_key0=***"),
        Arguments.of("    wpa-psk pA5s pA5s\n", "    wpa-psk ***\n"),
        Arguments.of("set superusers=a\npassword a pA5s\n", "set superusers=a\npassword ***\n"),
        Arguments.of("password a pA5s\n", "password ***\n"),
        Arguments.of("x rw,user=a,password2=pA5s,ro", "x rw,user=a,password2=***"),
        Arguments.of(
            "target=iqn=iqn.2020-01.org:a,portal=10.0.0.1,user=a,password=pA5s",
            "target=iqn=iqn.2020-01.org:a,portal=10.0.0.1,user=a,password=***"),
        Arguments.of("x DHHC-1:00:pA5spA5spA5s=: y", "x DHHC-1:*** y"),
        Arguments.of("NVMeTLSkey-1:01:pA5spA5spA5s:", "NVMeTLSkey-1:***"),
        Arguments.of("root:$6$saltsalt$pA5spA5spA5s:1:", "root:***:1:"),
        Arguments.of("wg0\t" + KEY + "\t192.0.2.1:51820", "wg0\t***\t192.0.2.1:51820"),
        Arguments.of("PrivateKey = " + KEY + "\n", "PrivateKey = ***\n"),
        Arguments.of("PrivateKey=" + KEY, "PrivateKey=***"),
        Arguments.of("x grub.pbkdf2.sha512.10000.AB.CD", "x ***"),
        Arguments.of(
            "a: b\n-----BEGIN RSA PRIVATE KEY-----\npA5s\n-----END RSA PRIVATE KEY-----\n",
            "a: b\n-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----\n"));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void aSecretIsReplacedAndTheRestCanBeParsed(String text, String safe) {
    assertThat(Redaction.of(text)).isEqualTo(safe);
    assertThat(Redaction.of(safe)).isEqualTo(safe);
  }

  @Test
  void aLongSecretIsReplaced() {
    String secret = "pA5s ".repeat(1 << 18);
    assertThat(Redaction.of("passwd=\"" + secret + "\"")).isEqualTo("passwd=\"***\"");
  }

  static Stream<String> harmless() {
    return Stream.of(
        "keymap=\"de\"",
        "vfb = [ 'type=vnc,keymap=de' ]",
        "options xen-pciback hide=(0000:09:00.0)(0000:0a:04.1)",
        "xen-pciback.hide=(0000:09:00.0)",
        "BOOT_IMAGE=/vmlinuz root=UUID=6a1c-22 ro console=hvc0",
        "DRIVER=e1000e\nPCI_CLASS=20000\nPCI_ID=8086:10D3\n",
        "MODALIAS=pci:v00008086d000010D3sv00008086sd00000000bc02sc00i00",
        "monkey=5 hashsize=12 keyboard: yes",
        "<input type='keyboard' bus='ps2'/>",
        "<auth username='a'><secret type='ceph' uuid='6a1c-22'/></auth>",
        "<auth username='a'>\n<secret type='ceph' uuid='6a1c-22'/>\n</auth>",
        "rbd:pool/image:id=x:conf=/etc/ceph.conf:mon_host=10.0.0.1\\:6789",
        "nqn.2014-08.org.nvmexpress:uuid:6a1c-22",
        "passwords are not here",
        "pci = [ \"09:00.0,permissive=1\" ]");
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void similarTextIsKept(String text) {
    assertThat(Redaction.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("names")
  void namesDecideWhetherContentIsSecret(String name, boolean secret) {
    assertThat(Redaction.secret(name)).isEqualTo(secret);
  }

  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of("vncpasswd", true),
        Arguments.of("password", true),
        Arguments.of("password_in", true),
        Arguments.of("token", true),
        Arguments.of("secret", true),
        Arguments.of("dhchap_secret", true),
        Arguments.of("dhchap_ctrl_secret", true),
        Arguments.of("hostnqn", false),
        Arguments.of("key-0", false),
        Arguments.of("keymap", false),
        Arguments.of("uevent", false),
        Arguments.of("state-0", false));
  }
}
