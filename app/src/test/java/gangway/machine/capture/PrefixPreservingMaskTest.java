package gangway.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixPreservingMaskTest {
  private static final PrefixPreservingMask MASK = new PrefixPreservingMask(new byte[] {1, 2, 3});

  @Test
  void commonPrefixesKeepTheirLength() {
    Cases.each(
        300,
        random -> {
          byte[] one = address(random, 4);
          byte[] other = like(one, random);
          assertThat(common(MASK.ipv4(one), MASK.ipv4(other))).isEqualTo(common(one, other));
          byte[] six = address(random, 16);
          byte[] otherSix = like(six, random);
          assertThat(common(MASK.ipv6(six), MASK.ipv6(otherSix))).isEqualTo(common(six, otherSix));
        });
  }

  private static byte[] address(Random random, int length) {
    byte[] address = new byte[length];
    random.nextBytes(address);
    return address;
  }

  /** An address with a random common prefix with another one. */
  private static byte[] like(byte[] one, Random random) {
    byte[] other = address(random, one.length);
    System.arraycopy(one, 0, other, 0, random.nextInt(one.length));
    return other;
  }

  private static int common(byte[] one, byte[] other) {
    int at = 0;
    while (at < one.length * 8
        && (one[at / 8] >> (7 - at % 8) & 1) == (other[at / 8] >> (7 - at % 8) & 1)) {
      at++;
    }
    return at;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000",
        "7f000001",
        "ffffff00",
        "ffffffff",
        "e0000001",
        "fffffe00",
        "f8000000"
      })
  void specialAddressesAreKept(String hex) {
    byte[] address = HexFormat.of().parseHex(hex);
    assertThat(MASK.ipv4(address)).isEqualTo(address);
  }

  @Test
  void noAddressEntersASpecialRange() {
    Cases.each(
        500,
        random -> {
          byte[] address = address(random, 4);
          assertThat(meaning(MASK.ipv4(address))).isEqualTo(meaning(address));
        });
  }

  private static int meaning(byte[] address) {
    int first = address[0] & 0xff;
    return first == 0 || first == 127 ? first : first >= 224 ? 224 : 1;
  }

  @Test
  void linkLocalAddressesStayLinkLocalAndHideTheMacAddress() {
    byte[] address = HexFormat.of().parseHex("fe80000000000000505400fffe030000");
    byte[] masked = MASK.ipv6(address);
    assertThat(HexFormat.of().formatHex(masked)).startsWith("fe80000000000000");
    assertThat(masked).isNotEqualTo(address);
  }

  @Test
  void differentAddressesStayDifferent() {
    Set<String> masked = new HashSet<>();
    for (int i = 0; i < 4096; i++) {
      byte[] address = {10, 1, (byte) (i >> 8), (byte) i};
      masked.add(HexFormat.of().formatHex(MASK.ipv4(address)));
    }
    assertThat(masked).hasSize(4096);
  }

  @Test
  void anotherKeyGivesOtherAddresses() {
    byte[] address = {(byte) 192, (byte) 168, 7, 9};
    assertThat(new PrefixPreservingMask(new byte[] {9}).ipv4(address))
        .isNotEqualTo(MASK.ipv4(address));
  }

  @Test
  void hardwareAddressesKeepTheirKind() {
    byte[] address = HexFormat.of().parseHex("00163e112233");
    byte[] masked = MASK.hardware(address);
    assertThat(masked[0]).isZero();
    assertThat(Arrays.equals(masked, address)).isFalse();
    for (String special : new String[] {"ffffffffffff", "000000000000", "feffffffffff"}) {
      byte[] same = HexFormat.of().parseHex(special);
      assertThat(MASK.hardware(same)).isEqualTo(same);
    }
  }
}
