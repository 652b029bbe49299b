package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Attacks on the service of a Xen host: all requests are answered or their connections are closed,
 * what the service uses is bounded, root is served meanwhile, and no operation is lost.
 */
@Tag("rare")
@ExtendWith(SharedLab.class)
class ServiceAttackOnHostTest {
  private static final String NIC = "0000:09:00.0";
  private static final String ASSIGN =
      "{\"kind\":\"assign\",\"functions\":[\"%s\"],\"guest\":\"pv1\",\"now\":true}".formatted(NIC);
  private static final int MOST_MEBIBYTES = 192;
  private static final int MOST_DESCRIPTORS = 400;

  private HostService service;

  @BeforeEach
  void start(Dom0 dom0) throws IOException {
    service = HostService.start(dom0);
  }

  @Test
  void aUserWithoutRightsReadsAndChecksButDoesNotAct() {
    Map<String, List<String>> said = service.attack("rights");

    assertThat(said.get("GET /api/v1/functions")).containsExactly("200");
    assertThat(said.get("POST /api/v1/checks")).containsExactly("200");
    for (String action :
        List.of(
            "POST /api/v1/operations",
            "POST /api/v1/recoveries",
            "POST /api/v1/repairs",
            "POST /api/v1/operations/x/cancellation",
            "GET /api/v1/operations",
            "GET /api/v1/guard")) {
      assertThat(said.get(action)).as(action).containsExactly("403 may-not-act");
    }
    assertThat(said.get("/run/gangway/operations is readable")).containsExactly("False");
  }

  @Test
  void thePortRefusesOtherPagesOtherHostsAndWrongTokens(Dom0 dom0) {
    dom0.must(
        """
        mkdir -p /etc/systemd/system/gangway-serve.service.d
        printf '[Service]\\nExecStart=\\nExecStart=/usr/bin/env gangway serve --web --port 8765\\n' \\
          > /etc/systemd/system/gangway-serve.service.d/web.conf
        systemctl daemon-reload && systemctl restart gangway-serve
        until journalctl -u gangway-serve -o cat | grep -q token=; do sleep 0.2; done
        """);
    String token =
        dom0.must("journalctl -u gangway-serve -o cat | sed -n 's/.*#token=//p' | tail -n 1")
            .strip();

    Map<String, List<String>> said = service.attack("web 8765 " + token);

    assertThat(said.get("own")).containsExactly("200");
    assertThat(said.get("no token")).containsExactly("401 no-token");
    for (String host : List.of("other host", "other port", "page of other host")) {
      assertThat(said.get(host)).as(host).containsExactly("421 wrong-host");
    }
    for (String origin : List.of("foreign origin", "null origin", "cross-site")) {
      assertThat(said.get(origin)).as(origin).containsExactly("403 foreign-origin");
    }
    assertThat(said.get("foreign operation")).containsExactly("403 foreign-origin");
    assertThat(said.get("wrong token")).containsExactly("5 x 401 wrong-token", "15 x 429 too-many");
    assertThat(dom0.driver(NIC)).isEqualTo("e1000e");
  }

  @Test
  void tenThousandConnectionsAreAnsweredOrClosed() {
    Map<String, List<String>> said = service.attack("connections 10000");

    assertThat(said.get("connections")).containsExactly("9984 x 429 too-many", "16 x silent");
    assertThat(said.get("one after the other")).containsExactly("500 x 200");
    mustServeRootAndBeBounded(said);
  }

  @Test
  void slowClientsAreGivenUp() {
    Map<String, List<String>> said = service.attack("slow");

    assertThat(said.get("slow header")).containsExactly("4 x closed");
    assertThat(said.get("slow body")).containsExactly("4 x 408 too-slow");
    assertThat(said.get("stops in a body")).containsExactly("4 x 408 too-slow");
    assertThat(said.get("reads nothing"))
        .allSatisfy(end -> assertThat(end).contains("closed after"));
    mustServeRootAndBeBounded(said);
  }

  @Test
  void bodiesAndHeadersThatAreTooLargeAreRefused() {
    Map<String, List<String>> said = service.attack("bodies");

    for (String body : List.of("70 kB", "64 MB", "endless chunks")) {
      assertThat(said.get(body)).as(body).containsExactly("413 too-large");
    }
    assertThat(said.get("header of 1 MB")).containsExactly("431 header-too-large");
    assertThat(said.get("deep")).containsExactly("400 invalid");
    assertThat(said.get("100 functions")).containsExactly("400 invalid");
    assertThat(said.get("100 large bodies")).containsExactly("100 x 413 too-large");
    mustServeRootAndBeBounded(said);
  }

  @Test
  void openStreamsThatNobodyReadsAreBounded() {
    Map<String, List<String>> said = service.attack("streams");

    assertThat(said.get("of nobody")).containsExactly("8 x 200", "4 x 429 too-many");
    assertThat(said.get("of root")).containsExactly("56 x 200", "44 x 429 too-many");
    assertThat(said.get("again")).containsExactly("200");
    mustServeRootAndBeBounded(said);
  }

  @Test
  void anOperationContinuesWhenItsServiceIsKilledAndTheNextServiceShowsItsEvents(Dom0 dom0) {
    CountingGuest guest = CountingGuest.create(dom0, "pv1");
    int count = guest.count();
    HeldTool attach = HeldTool.xl(dom0, "pci-attach");
    attach.hold();
    String operation = service.begin(ASSIGN);
    attach.awaitCall();

    assertThat(service.attack("killed").get("another service")).containsExactly("True");
    assertThat(service.send("GET", "/host", "")).contains("\"interrupted\":[]");
    attach.release();

    String events = service.eventsUntilEnd(operation);
    assertThat(events).contains("event: ended", "{\"finished\":true}").containsOnlyOnce("id: 1\n");
    assertThat(service.send("GET", "/operations/" + operation, ""))
        .contains("\"report\":", "\"outcome\":\"done\"");
    attach.remove();
    assertThat(service.attack("socket_removed").get("another service")).containsExactly("True");
    assertThat(service.eventsUntilEnd(operation)).isEqualTo(events);
    guest.mustPing();
    guest.mustHaveContinuedFrom(count);
  }

  @Test
  void anOperationThatIsKilledWithItsServiceIsRecoveredThroughTheNextOne(Dom0 dom0) {
    CountingGuest guest = CountingGuest.create(dom0, "pv1");
    int count = guest.count();
    HeldTool attach = HeldTool.xl(dom0, "pci-attach");
    attach.hold();
    service.begin(ASSIGN);
    attach.awaitCall();

    dom0.must("pkill -KILL -f '[g]angway.cli.Main.*assign'; pkill -KILL -f '[x]l pci-attach'");
    service.attack("killed");
    attach.release();
    attach.remove();

    String operation = service.interrupted();
    assertThat(service.send("POST", "/operations", "{\"request\":%s}".formatted(ASSIGN)))
        .doesNotContain("202");
    assertThat(service.send("POST", "/recoveries", "{\"operation\":\"%s\"}".formatted(operation)))
        .startsWith("202");
    assertThat(service.eventsUntilEnd(operation)).contains("{\"finished\":true}");
    assertThat(service.send("GET", "/host", "")).contains("\"interrupted\":[]");
    assertThat(dom0.driver(NIC)).isEqualTo("e1000e");
    assertThat(dom0.must("xl pci-list pv1")).doesNotContain("09:00.0");
    guest.mustHaveContinuedFrom(count);
  }

  @Test
  void nothingIsLostWhenTheClockIsSetBack(Dom0 dom0) {
    service.eventsUntilEnd(
        service.begin("{\"kind\":\"hide\",\"functions\":[\"0000:01:00.0\"],\"now\":true}"));

    Map<String, List<String>> said = service.attack("clock");

    assertThat(said.get("after-root")).containsExactly("200");
    assertThat(said.get("events after")).anyMatch(events -> events.contains("guests"));
    assertThat(said.get("first event of the next service")).containsExactly("reset");
    String later =
        service.begin("{\"kind\":\"hide\",\"functions\":[\"%s\"],\"now\":true}".formatted(NIC));
    assertThat(service.eventsUntilEnd(later)).contains("{\"finished\":true}");
    assertThat(dom0.driver(NIC)).isEqualTo("pciback");
    assertThat(service.send("GET", "/operations", ""))
        .contains("hide --now -- ", "0000:01:00.0", NIC);
  }

  private static void mustServeRootAndBeBounded(Map<String, List<String>> said) {
    said.forEach((name, values) -> {
      if (name.endsWith("-root")) {
        assertThat(values).as(name).containsExactly("200");
      } else if (name.endsWith("-rss-mib")) {
        assertThat(Integer.parseInt(values.getFirst())).as(name).isLessThan(MOST_MEBIBYTES);
      } else if (name.endsWith("-descriptors")) {
        assertThat(Integer.parseInt(values.getFirst())).as(name).isLessThan(MOST_DESCRIPTORS);
      }
    });
  }
}
