package gangway.pci;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EditDistanceTest {

  @Test
  void everyAddedDeletedOrChangedCharacterCountsOne() {
    assertThat(EditDistance.between("0000:09:00.0", "0000:09:00.0")).isZero();
    assertThat(EditDistance.between("0000:09:00.0", "0000:09:00.1")).isEqualTo(1);
    assertThat(EditDistance.between("0000:9:00.0", "0000:09:00.0")).isEqualTo(1);
    assertThat(EditDistance.between("0000:009:00.0", "0000:09:00.0")).isEqualTo(1);
    assertThat(EditDistance.between("kitten", "sitting")).isEqualTo(3);
    assertThat(EditDistance.between("", "abc")).isEqualTo(3);
    assertThat(EditDistance.between("abc", "")).isEqualTo(3);
  }

  @Test
  void theDistanceIsSymmetric() {
    Cases.each(
        300,
        random -> {
          String a = text(random);
          String b = text(random);
          assertThat(EditDistance.between(a, b)).isEqualTo(EditDistance.between(b, a));
        });
  }

  @Test
  void theTriangleInequalityHolds() {
    Cases.each(
        300,
        random -> {
          String a = text(random);
          String b = text(random);
          String detour = text(random);
          assertThat(EditDistance.between(a, b))
              .isLessThanOrEqualTo(
                  EditDistance.between(a, detour) + EditDistance.between(detour, b));
        });
  }

  @Test
  void theDistanceIsBetweenTheLengthDifferenceAndTheLongerLength() {
    Cases.each(
        300,
        random -> {
          String a = text(random);
          String b = text(random);
          assertThat(EditDistance.between(a, b))
              .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
        });
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(9), 'a', 'e')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
