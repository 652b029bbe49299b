package gangway.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.service.ServedHost;
import gangway.service.SocketClient;
import gangway.service.SocketClient.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port of {@code --web}: only the page of this service, with the token, gets answers. */
class WebTest {
  @TempDir Path folder;
  private ServedHost served;
  private SocketClient client;
  private String host;
  private String token;

  @BeforeEach
  void start() throws IOException {
    served = ServedHost.in(folder);
    client =
        new SocketClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), served.port()));
    host = "Host: 127.0.0.1:" + served.port();
    token = "Authorization: Bearer " + served.token();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void thePageNeedsNoToken() throws IOException {
    Answer page = client.get("/", host);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.type()).isEqualTo("text/html; charset=utf-8");
    assertThat(page.headers())
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("referrer-policy", "no-referrer")
        .containsEntry("cross-origin-opener-policy", "same-origin");
    assertThat(page.headers().get("content-security-policy"))
        .startsWith("default-src 'none'; script-src 'self';")
        .endsWith("require-trusted-types-for 'script'");
    assertThat(client.get("/assets/a.js", host).headers().get("cache-control"))
        .contains("immutable");
    assertThat(client.get("/../api.sock", host).status()).isGreaterThanOrEqualTo(400);
  }

  @Test
  void theTokenHas256Bits() {
    assertThat(served.token()).matches("[0-9a-f]{64}");
  }

  @Test
  void theApiNeedsTheToken() throws IOException {
    assertThat(client.get("/api/v1/me", host).body()).contains("\"code\":\"no-token\"");
    Answer me = client.get("/api/v1/me", host, token);
    assertThat(me.body()).contains("\"via\":\"token\"", "\"role\":\"operator\"");
    assertThat(me.headers()).containsEntry("cache-control", "no-store");
  }

  @Test
  void tokensCannotBeGuessed() throws IOException {
    for (int i = 0; i < 5; i++) {
      assertThat(client.get("/api/v1/me", host, "Authorization: Bearer x").body())
          .contains("\"code\":\"wrong-token\"");
    }
    assertThat(client.get("/api/v1/me", host, "Authorization: Bearer x").status()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example"})
  void anotherNameIsRefused(String name) throws IOException {
    for (String path : new String[] {"/", "/api/v1/me"}) {
      Answer answer = client.get(path, "Host: " + name, token);
      assertThat(answer.status()).isEqualTo(421);
      assertThat(answer.body()).contains("\"code\":\"wrong-host\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: https://127.0.0.1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site"
      })
  void anotherPageIsRefused(String header) throws IOException {
    Answer answer = client.post("/api/v1/repairs", "{}", host, token, header);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("\"code\":\"foreign-origin\"");
    assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void thePageOfThisServiceIsAnswered() throws IOException {
    assertThat(
            client
                .get(
                    "/api/v1/me",
                    host,
                    token,
                    "Origin: http://127.0.0.1:" + served.port(),
                    "Sec-Fetch-Site: same-origin")
                .status())
        .isEqualTo(200);
  }

  @Test
  void aFormOfAnotherPageCannotSendARequest() throws IOException {
    assertThat(client.post("/api/v1/repairs", "{}", host, token, "Content-Type: text/plain").body())
        .contains("\"code\":\"not-json\"");
  }
}
