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
 * what the service uses is bounded, and root is served meanwhile.
 */
@Tag("rare")
@ExtendWith(SharedLab.class)
class ServiceAttackOnHostTest {
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
  void tenThousandConnectionsAreAnsweredOrClosed() {
    Map<String, List<String>> said = service.attack("connections 10000");

    assertThat(said.get("connections")).containsExactly("9984 x 429 too-many", "16 x open");
    assertThat(said.get("one after the other")).containsExactly("500 x 200");
    mustServeRootAndBeBounded(said);
  }

  @Test
  void slowClientsAreGivenUp() {
    Map<String, List<String>> said = service.attack("slow");

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
