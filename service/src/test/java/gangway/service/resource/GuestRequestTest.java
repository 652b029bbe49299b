package gangway.service.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.cli.Main;
import gangway.machine.Machine;
import gangway.service.ServedHost;
import gangway.service.SocketClient.Answer;
import gangway.service.http.HttpProblem;
import gangway.service.http.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** new, enable-hotplug, save, restore and migrate as requests of the API. */
class GuestRequestTest {
  private static final String DIGEST = "0".repeat(64);

  @TempDir Path folder;

  @Test
  void eachRequestIsTheDryRunOfItsCommandThenTheCommandWithTheDigest() {
    assertThat(checking("'kind':'enable-hotplug','guest':'pv1'"))
        .isEqualTo("enable-hotplug --dry-run --json -- pv1");
    assertThat(checking("'kind':'save','guest':'pv1','image':'/srv/pv1.image'"))
        .isEqualTo("save --dry-run --json -- pv1 /srv/pv1.image");
    assertThat(checking("'kind':'save','guest':'pv1','image':'/srv/a b','cold':true"))
        .isEqualTo("save --dry-run --cold --json -- pv1 /srv/a b");
    assertThat(
            checking(
                "'kind':'restore','image':'/srv/pv1.image',"
                    + "'replacements':[{'from':'0000:09:00.0','to':'0000:04:00.0'}]"))
        .isEqualTo("restore --dry-run --map=0000:09:00.0=0000:04:00.0 --json -- /srv/pv1.image");
    assertThat(checking("'kind':'migrate','guest':'pv1','host':'root@b:22','suspended':true"))
        .isEqualTo("migrate --dry-run --suspended --json -- pv1 root@b:22");
    assertThat(
            checking(
                "'kind':'new','guest':'db1','toolstack':'xl','memory':2048,'vcpus':2,"
                    + "'kernel':'/srv/k','initrd':'/srv/i','arguments':'--quiet x=y',"
                    + "'disks':['/srv/d'],'bridges':['br0'],'functions':['0000:09:00.0'],"
                    + "'start':true"))
        .isEqualTo(
            "new --dry-run --toolstack=xl --memory=2048 --vcpus=2 --kernel=/srv/k --initrd=/srv/i"
                + " --args=--quiet x=y --disk=/srv/d --bridge=br0 --pci=0000:09:00.0 --start --json"
                + " -- db1");
    assertThat(
            AskedCommand.start(
                    "{%s,'digest':'%s'}"
                        .formatted("'request':{'kind':'enable-hotplug','guest':'pv1'}", DIGEST)
                        .replace('\'', '"'))
                .acting())
        .containsExactly("enable-hotplug", "--json-lines", "--digest", DIGEST, "--", "pv1");
  }

  @Test
  void aNameThatLooksLikeAnOptionIsAnArgument() {
    assertThat(checking("'kind':'save','guest':'--cold','image':'/srv/x'"))
        .isEqualTo("save --dry-run --json -- --cold /srv/x");
    assertThat(checking("'kind':'migrate','guest':'-h','host':'b'"))
        .isEqualTo("migrate --dry-run --json -- -h b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'kind':'save','guest':'pv1'",
        "'kind':'save','guest':'pv1','image':'srv/x'",
        "'kind':'save','guest':'pv1','image':'/srv/../etc/x'",
        "'kind':'save','guest':'pv1','image':'/srv//x'",
        "'kind':'save','guest':'pv1','image':'--cold'",
        "'kind':'save','guest':'pv1','image':'/srv/x\\ny'",
        "'kind':'save','guest':'pv1','image':'/srv/x\\u0000'",
        "'kind':'save','guest':'pv1','image':'/srv/x\\ud800'",
        "'kind':'save','guest':'pv\\udc01','image':'/srv/x'",
        "'kind':'save','guest':'','image':'/srv/x'",
        "'kind':'save','guest':'pv1','image':'/srv/x','cold':'yes'",
        "'kind':'save','guest':'pv1','image':'/srv/x','functions':[]",
        "'kind':'restore','image':'/srv/x','guest':'pv1'",
        "'kind':'restore','image':'/srv/x','replacements':[{'from':'--cold','to':'0000:04:00.0'}]",
        "'kind':'restore','image':'/srv/x','replacements':[{'from':'0000:04:00.0'}]",
        "'kind':'restore','image':'/srv/x','replacements':['0000:04:00.0']",
        "'kind':'migrate','guest':'pv1','host':'-oProxyCommand=touch /x'",
        "'kind':'migrate','guest':'pv1','host':'b;touch'",
        "'kind':'migrate','guest':'pv1','host':'b c'",
        "'kind':'migrate','guest':'pv1','host':''",
        "'kind':'migrate','guest':'pv1'",
        "'kind':'new','guest':'db1','memory':'1024'",
        "'kind':'new','guest':'db1','memory':1.5",
        "'kind':'new','guest':'db1','memory':-1",
        "'kind':'new','guest':'db1','memory':99999999999",
        "'kind':'new','guest':'db1','toolstack':'--start'",
        "'kind':'new','guest':'db1','bridges':['br0 --start']",
        "'kind':'new','guest':'db1','bridges':['br0,script=x']",
        "'kind':'new','guest':'db1','disks':['x']",
        "'kind':'new','guest':'db1','kernel':'k'",
        "'kind':'new','guest':'db1','arguments':'a\\nb'",
        "'kind':'new','guest':'db1','functions':['@all']",
        "'kind':'enable-hotplug'",
        "'kind':'enable-hotplug','guest':'pv1','check':true",
        "'kind':'apply','file':'/srv/devices.yaml'",
        "'kind':'apply','hidden':'0000:09:00.0'",
        "'kind':'apply','hidden':['@all']",
        "'kind':'apply','guests':['pv1']",
        "'kind':'apply','guests':[{'devices':[]}]",
        "'kind':'apply','guests':[{'guest':'pv1','devices':['--force']}]",
        "'kind':'apply','guests':[{'guest':'pv1\\n  pv2','devices':[]}]",
        "'kind':'apply','guests':[{'guest':'pv1','remove':true}]",
        "'kind':'capture','image':'/srv/x'"
      })
  void whatTheCommandCouldTakeForSomethingElseIsNotValid(String request) {
    assertThatThrownBy(() -> checking(request))
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.refusal()).isEqualTo(Refusal.INVALID));
  }

  @Test
  void onlyFindingsOfNewCanBeAccepted() {
    String accept = ",'accept':[{'code':'GUEST-MEMORY'}]";
    assertThat(words("{'request':{'kind':'new','guest':'db1','disks':['/d']}" + accept + "}"))
        .isEqualTo("new --dry-run --disk=/d --accept GUEST-MEMORY --json -- db1");
    assertThatThrownBy(
            () -> words("{'request':{'kind':'save','guest':'a','image':'/d'}" + accept + "}"))
        .hasMessageContaining("no finding of 'save' can be accepted");
  }

  static Stream<Path> captures() {
    return ServedHost.captures().stream();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void aCheckIsTheOutputOfTheDryRun(Path capture) throws IOException {
    String request = "'kind':'new','guest':'db9','kernel':'/boot/nothing'";
    try (ServedHost served = ServedHost.of(folder, capture)) {
      assertThat(check(served, request).body())
          .isEqualTo(
              printed(
                  capture,
                  List.of("new", "--dry-run", "--kernel", "/boot/nothing", "--json", "--", "db9")))
          .contains("\"outcome\":\"refused\"", "\"digest\":\"", "\"commandLine\":[\"gangway\"");
    }
  }

  @Test
  void whatTheCommandItselfRefusesIsARefusalWithTheReason() throws IOException {
    try (ServedHost served = ServedHost.in(folder)) {
      Answer answer = check(served, "'kind':'restore','image':'/srv/nothing'");
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body())
          .contains(
              "\"code\":\"refused\"",
              "was not saved by 'gangway save'",
              "/srv/nothing.gangway",
              "\"findings\":[]");
    }
  }

  @Test
  void aViewerMayNotAskForFilesAndOtherHosts() throws IOException {
    try (ServedHost served = ServedHost.forViewers(folder)) {
      for (String request :
          List.of(
              "'kind':'save','guest':'pv1','image':'/root/x'",
              "'kind':'restore','image':'/root/x'",
              "'kind':'migrate','guest':'pv1','host':'b'",
              "'kind':'new','guest':'db9','kernel':'/root/x'")) {
        Answer answer = check(served, request);
        assertThat(answer.status()).as(request).isEqualTo(403);
        assertThat(answer.body()).contains("\"code\":\"may-not-act\"").doesNotContain("/root/x");
        assertThat(start(served, request).status()).isEqualTo(403);
      }
      assertThat(check(served, "'kind':'enable-hotplug','guest':'no-such'").status())
          .isNotEqualTo(403);
      assertThat(folder.resolve("operations")).doesNotExist();
    }
  }

  @Test
  void theSameKeyStartsOneSave() throws IOException {
    try (ServedHost served = ServedHost.in(folder)) {
      String key = "Idempotency-Key: " + UUID.randomUUID();
      String request = "'kind':'save','guest':'pv1','image':'/srv/x'";
      Answer first = start(served, request, key);
      assertThat(first.status()).isEqualTo(202);
      assertThat(start(served, request, key).headers().get("location"))
          .isEqualTo(first.headers().get("location"));
      try (Stream<Path> starts = Files.list(folder.resolve("operations"))) {
        assertThat(starts).hasSize(1);
      }
      assertThat(start(served, request.replace("/srv/x", "/srv/y"), key).status()).isEqualTo(422);
    }
  }

  private static Answer check(ServedHost served, String request) throws IOException {
    return served
        .client()
        .post("/api/v1/checks", "{'request':{%s}}".formatted(request).replace('\'', '"'));
  }

  private static Answer start(ServedHost served, String request, String... headers)
      throws IOException {
    return served
        .client()
        .post(
            "/api/v1/operations",
            "{'request':{%s},'digest':'%s'}".formatted(request, DIGEST).replace('\'', '"'),
            headers);
  }

  private static String checking(String request) {
    return words("{'request':{" + request + "}}");
  }

  private static String words(String body) {
    return String.join(" ", AskedCommand.check(body.replace('\'', '"')).checking());
  }

  private static String printed(Path capture, List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Machine machine = ServedHost.captured(capture);
    Main.run(
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        false,
        () -> machine,
        words);
    return out.toString(StandardCharsets.UTF_8).strip();
  }
}
