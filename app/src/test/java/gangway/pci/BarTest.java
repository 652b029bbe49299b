package gangway.pci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BarTest {
  /** The resource file of an 82574L: six BARs, the ROM, then other resources. */
  private static final String RESOURCE =
      """
      0x00000000fea40000 0x00000000fea5ffff 0x0000000000040200
      0x00000000fea60000 0x00000000fea7ffff 0x0000000000040200
      0x000000000000c000 0x000000000000c01f 0x0000000000040101
      0x00000000fea80000 0x00000000fea83fff 0x0000000000040200
      0x0000000000000000 0x0000000000000000 0x0000000000000000
      0x0000000000000000 0x0000000000000000 0x0000000000000000
      0x00000000fea00000 0x00000000fea3ffff 0x0000000000046200
      0x00000000aaaa0000 0x00000000aaaaffff 0x0000000000040200
      """;

  @Test
  void theLinesOfAResourceFileAreReadAsBars() {
    assertThat(Bar.parse(RESOURCE))
        .extracting(Bar::text)
        .containsExactly(
            "memory at 0xfea40000, 128 KiB",
            "memory at 0xfea60000, 128 KiB",
            "io at 0xc000, 32 bytes",
            "memory at 0xfea80000, 16 KiB",
            "memory at 0xfea00000, 256 KiB, prefetchable");
  }

  @Test
  void unusedBarsAreLeftOutAndTheOthersKeepTheirIndex() {
    assertThat(Bar.parse(RESOURCE)).extracting(Bar::index).containsExactly(0, 1, 2, 3, Bar.ROM);
  }

  @Test
  void aBarAbove4GigabytesIsWide() {
    Bar bar = Bar.parse("0x0000004000000000 0x00000043ffffffff 0x000000000014220c\n").getFirst();
    assertThat(bar.start()).isEqualTo(0x40_0000_0000L);
    assertThat(bar.size()).isEqualTo(16L << 30);
    assertThat(bar.text()).isEqualTo("memory at 0x4000000000, 16 GiB, 64-bit, prefetchable");
  }

  @Test
  void anAddressWithTheHighestBitSetIsNotNegative() {
    Bar bar = Bar.parse("0xfffffffffff00000 0xffffffffffffffff 0x0000000000140204").getFirst();
    assertThat(bar.text()).isEqualTo("memory at 0xfffffffffff00000, 1 MiB, 64-bit");
  }

  @Test
  void aSizeIsShownInTheLargestUnitThatDividesIt() {
    Bar bar = Bar.parse("0x1000 0x15ff 0x200").getFirst();
    assertThat(bar.text()).isEqualTo("memory at 0x1000, 1536 bytes");
  }

  @Test
  void aBarCanHaveOneByte() {
    Bar bar = Bar.parse("0x3f6 0x3f6 0x110").getFirst();
    assertThat(bar.text()).isEqualTo("io at 0x3f6, 1 byte");
    assertThat(Bar.parse("0x0 0x0 0x110")).as("without an address").isEmpty();
  }

  @Test
  void brokenLinesAreLeftOut() {
    for (String line :
        List.of(
            "", "0x1000", "0x1000 0x1fff", "0x1000 0x1fff x", "0x2000 0x1000 0x200", "a b c d")) {
      assertThat(Bar.parse(line)).as(line).isEmpty();
    }
  }
}
