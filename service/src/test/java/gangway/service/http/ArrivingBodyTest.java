package gangway.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A body that arrives in parts, at times that the test says. */
class ArrivingBodyTest {
  private long nanos;

  @Test
  void aBodyThatArrivesAtOnceIsRead() throws IOException {
    assertThat(body(1000, 1000, Duration.ZERO).read()).hasSize(1000);
  }

  @Test
  void aBodyWithAPauseIsRead() throws IOException {
    assertThat(body(20, 10, ArrivingBody.GRACE.dividedBy(2)).read()).hasSize(20);
  }

  @Test
  void aLargeBodyAtTheSlowestRateIsRead() throws IOException {
    assertThat(body(Limits.BODY_BYTES, Limits.SLOWEST, Duration.ofSeconds(1)).read())
        .hasSize(Limits.BODY_BYTES);
  }

  @Test
  void aBodyOfOneByteASecondIsGivenUpSoonAfterTheFirstTenSeconds() {
    assertThatThrownBy(() -> body(60_000, 1, Duration.ofSeconds(1)).read())
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.refusal()).isEqualTo(Refusal.TIMEOUT));
    assertThat(Duration.ofNanos(nanos)).isBetween(ArrivingBody.GRACE, Duration.ofSeconds(11));
  }

  @Test
  void aBodyIsTooLargeAtTheFirstByteAboveTheLimit() {
    assertThatThrownBy(() -> body(Integer.MAX_VALUE, 1000, Duration.ZERO).read())
        .isInstanceOfSatisfying(
            HttpProblem.class,
            problem -> assertThat(problem.refusal()).isEqualTo(Refusal.TOO_LARGE));
  }

  /** A body whose parts arrive with pauses between them. */
  private ArrivingBody body(int length, int part, Duration pause) {
    InputStream in =
        new InputStream() {
          private int left = length;

          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] bytes, int from, int most) {
            if (left == 0) {
              return -1;
            }
            nanos += pause.toNanos();
            int now = Math.min(Math.min(part, most), left);
            left -= now;
            return now;
          }
        };
    return new ArrivingBody(in, () -> nanos);
  }
}
