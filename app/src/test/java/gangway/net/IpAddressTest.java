package gangway.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The written forms of addresses: of users, tools and the kernel. */
class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.2.15, 10.0.2.15",
    "255.255.255.255, 255.255.255.255",
    "::ffff:10.0.2.15, 10.0.2.15",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8::1, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "fe80::1%eth0, fe80::1",
    "[2001:db8::5], 2001:db8::5",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "::, ::",
    "::1, ::1",
    "1::, 1::"
  })
  void anAddressIsReadAndWrittenTheShortWay(String written, String shortest) {
    assertThat(IpAddress.parse(written).map(IpAddress::toString)).contains(shortest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "UNKNOWN",
        "10.0.2",
        "10.0.2.256",
        "10.0.2.1.1",
        "10.0.2.+1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "1:::2",
        "1::2::3",
        "12345::",
        "::g",
        "%",
        "nas.example"
      })
  void textThatIsNotAnAddressIsNone(String text) {
    assertThat(IpAddress.parse(text)).isEmpty();
  }

  @Test
  void theKernelsHexDigitsAreReadInNetworkByteOrder() {
    assertThat(IpAddress.hex("fe800000000000005054 00fffe030000".replace(" ", "")))
        .isEqualTo(IpAddress.parse("fe80::5054:ff:fe03:0"));
    assertThat(IpAddress.hex("fe80")).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::1, 20010db8000000000000000000000001, 2001:db8::1",
    "10.0.2.15, 00000000000000000000ffff0a00020f, ::ffff:a00:20f",
    "::ffff:10.0.2.15, 00000000000000000000ffff0a00020f, ::ffff:a00:20f",
  })
  void anAddressIsSixteenBytesAndCanBeWrittenWithColons(String text, String hex, String colons) {
    IpAddress address = IpAddress.parse(text).orElseThrow();
    assertThat(address.bytes()).isEqualTo(HexFormat.of().parseHex(hex));
    assertThat(IpAddress.of(address.bytes())).isEqualTo(address);
    assertThat(address.withColons()).isEqualTo(colons);
  }

  @ParameterizedTest
  @CsvSource({
    "169.254.7.1, true",
    "169.253.7.1, false",
    "fe80::1, true",
    "febf::1, true",
    "fec0::1, false",
    "2001:db8::1, false"
  })
  void someHoldOnOneLinkOnly(String address, boolean oneLink) {
    assertThat(IpAddress.parse(address).orElseThrow().linkLocal()).isEqualTo(oneLink);
  }
}
